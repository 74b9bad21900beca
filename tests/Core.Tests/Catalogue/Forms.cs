using System.Collections.Immutable;
using Approvals.Core.Calendars;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.Core.Tests.Catalogue;

/// <summary>Small topics and forms.</summary>
internal static class Forms
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    public static readonly Person Ann = new() { Mail = EmailAddress.Parse("ann@example.com"), Name = "Ann", Region = "EMEA", Calendar = BusinessCalendar.RoundTheClock };

    public static FieldSpec Field(string name, FieldKind kind) => new() { Name = name, Kind = kind, Label = name };

    public static FieldSpec Choice(string name, params string[] values) => Field(name, FieldKind.Choice) with { Choices = [.. values.Select(value => new Choice(value, value))] };

    public static FieldSpec Version(string name) => Field(name, FieldKind.Text) with { Format = TextFormat.Version };

    public static Topic Topic(params FieldSpec[] fields) => new() { Id = "t", Kind = TopicKind.Check, Title = "T", Summary = "", Fields = [.. fields] };

    public static ImmutableDictionary<string, FieldValue> Fill(params (string Name, object Value)[] values) => values.ToImmutableDictionary(pair => pair.Name, pair => Value(pair.Value));

    public static FieldValue Value(object value) => value switch
    {
        string text => new FieldValue.Text(text),
        bool flag => new FieldValue.Flag(flag),
        int number => new FieldValue.Number(number),
        decimal number => new FieldValue.Number(number),
        string[] many => new FieldValue.Choices([.. many]),
        _ => throw new ArgumentException(value.GetType().Name),
    };

    public static Test Test(FieldSpec spec, string written, params FieldSpec[] others)
    {
        var parser = new TestParser(new Subject.Field(spec), name => others.FirstOrDefault(other => other.Name == name), [.. spec.Choices.Select(choice => choice.Value)]);
        return parser.TryParse(written, out var test, out var problem) ? test : throw new FormatException(problem);
    }

    public static Condition When(FieldSpec spec, string written, params FieldSpec[] others) => new([[new Clause(new Subject.Field(spec), Test(spec, written, others))]]);

    public static bool Holds(FieldSpec spec, string written, object? value) =>
        When(spec, written).Holds(new Scene(value is null ? Fill() : Fill((spec.Name, value)), new EvaluationContext(Now, Ann)));

    public static Evaluation Evaluate(Topic topic, params (string, object)[] values) => TopicEvaluator.Evaluate(topic, Fill(values), new EvaluationContext(Now, Ann));

    public static string? Error(Topic topic, string field, params (string, object)[] values) =>
        Evaluate(topic, values) is Evaluation.Invalid invalid && invalid.Errors.TryGetValue(field, out var messages) ? string.Join(' ', messages) : null;
}
