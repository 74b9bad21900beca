using System.Collections.Immutable;
using System.Globalization;

namespace Approvals.Core.Catalogue;

/// <summary>What conditions look at: the checked values of a form, the requester, the day, and the chain once it is built.</summary>
public sealed class Scene
{
    private readonly IReadOnlyDictionary<string, FieldValue> fields;
    private readonly EvaluationContext context;

    public Scene(IReadOnlyDictionary<string, FieldValue> fields, EvaluationContext context)
    {
        this.fields = fields;
        this.context = context;
        Today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(context.AtUtc, context.Requester.Calendar.Zone).Date);
    }

    /// <summary>The requester's day.</summary>
    public DateOnly Today { get; }

    /// <summary>The ids of the steps that are asked.</summary>
    public ImmutableArray<string> Chain { get; init; } = [];

    public FieldValue? Value(string field) => fields.GetValueOrDefault(field);

    public bool IsFilled(Subject subject) => subject switch
    {
        Subject.Field field => fields.ContainsKey(field.Spec.Name),
        Subject.Chain => Chain.Length > 0,
        _ => !string.IsNullOrEmpty(Text(subject)),
    };

    public string? Text(Subject subject) => subject switch
    {
        Subject.Field field => Value(field.Spec.Name)?.Canonical,
        Subject.Requester { Attribute: RequesterAttribute.Region } => context.Requester.Region,
        Subject.Requester { Attribute: RequesterAttribute.Mail } => context.Requester.Mail.Value,
        Subject.Requester { Attribute: RequesterAttribute.Domain } => context.Requester.Mail.Domain,
        _ => null,
    };

    public ImmutableArray<string> Many(Subject subject) => subject switch
    {
        Subject.Field field => Value(field.Spec.Name) is FieldValue.Choices choices ? choices.Values : [],
        Subject.Chain => Chain,
        _ => [],
    };

    /// <summary>The place on the subject's scale; null when it is empty.</summary>
    public decimal? Place(Subject subject) => subject is not Subject.Field field ? null : (field.Scale, Value(field.Spec.Name)) switch
    {
        (Scale.Number, FieldValue.Number number) => number.Value,
        (Scale.Date, FieldValue.Text text) => DateOnly.TryParseExact(text.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date.DayNumber : null,
        (Scale.Version, FieldValue.Text text) => VersionNumber.TryParse(text.Value, out var place) ? place : null,
        _ => null,
    };
}
