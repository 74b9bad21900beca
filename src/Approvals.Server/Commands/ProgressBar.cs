using System.Globalization;

namespace Approvals.Server.Commands;

/// <summary>How far long work has come, on one line of a terminal. It says nothing where the output is not a terminal.</summary>
internal sealed class ProgressBar(TextWriter writer, string work) : IProgress<double>, IDisposable
{
    private const int Width = 40;
    private readonly bool isTerminal = ReferenceEquals(writer, Console.Error) && !Console.IsErrorRedirected;
    private int shown = -1;

    public void Report(double value)
    {
        var percent = (int)(Math.Clamp(value, 0, 1) * 100);
        if (isTerminal && Interlocked.Exchange(ref shown, percent) != percent)
        {
            var done = percent * Width / 100;
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"\r{work} [{new string('#', done)}{new string('.', Width - done)}] {percent,3}%"));
        }
    }

    /// <summary>Takes the line away, so that the result stands where it was.</summary>
    public void Clear()
    {
        if (isTerminal && Interlocked.Exchange(ref shown, -1) >= 0)
        {
            writer.Write($"\r{new string(' ', work.Length + Width + 8)}\r");
        }
    }

    public void Dispose() => Clear();
}
