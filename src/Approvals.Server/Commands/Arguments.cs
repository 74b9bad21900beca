using System.Collections.Immutable;

namespace Approvals.Server.Commands;

/// <summary>The words and the options of a command line. An option that a command does not know is told, and never taken for a word.</summary>
internal sealed record Arguments(ImmutableArray<string> Words, ImmutableDictionary<string, string> Options)
{
    /// <param name="args">What was typed.</param>
    /// <param name="known">The options; those that end in <c>=</c> take a value.</param>
    public static Arguments Read(string[] args, params string[] known)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        var options = ImmutableDictionary.CreateBuilder<string, string>();
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                words.Add(args[i]);
            }
            else if (known.Contains(args[i]))
            {
                options[args[i]] = "";
            }
            else if (known.Contains($"{args[i]}="))
            {
                options[args[i]] = i + 1 < args.Length ? args[++i] : throw new CommandException($"{args[i]} needs a value.");
            }
            else
            {
                throw new CommandException($"There is no option {args[i]}. The options are: {string.Join(", ", known.Select(name => name.TrimEnd('=')))}.");
            }
        }

        return new Arguments(words.ToImmutable(), options.ToImmutable());
    }

    public bool Has(string option) => Options.ContainsKey(option);

    public string? Value(string option) => Options.GetValueOrDefault(option);
}
