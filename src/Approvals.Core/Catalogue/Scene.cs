using System.Collections.Immutable;
using System.Globalization;
using Approvals.Core.Calendars;

namespace Approvals.Core.Catalogue;

/// <summary>What conditions look at: the checked values of a form and what is derived of them, the requester, the day, and the chain once it is built.</summary>
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

    public DateTimeOffset AtUtc => context.AtUtc;

    /// <summary>The requester's.</summary>
    public BusinessCalendar Calendar => context.Requester.Calendar;

    /// <summary>The ids of the steps that are asked.</summary>
    public ImmutableArray<string> Chain { get; init; } = [];

    public FieldValue? Value(string field) => fields.GetValueOrDefault(field);

    public bool IsFilled(Subject subject) => subject switch
    {
        Subject.Field field => fields.ContainsKey(field.Spec.Name),
        { Scale: Scale.Many } => Many(subject).Length > 0,
        _ => !string.IsNullOrEmpty(Text(subject)),
    };

    public string? Text(Subject subject) => subject switch
    {
        Subject.Field field => Value(field.Spec.Name)?.Canonical,
        Subject.Requester requester => requester.Attribute switch
        {
            RequesterAttribute.Region => context.Requester.Region,
            RequesterAttribute.Mail => context.Requester.Mail.Value,
            RequesterAttribute.Domain => context.Requester.Mail.Domain,
            RequesterAttribute.Title => context.Requester.Title,
            RequesterAttribute.Manager => context.Requester.Manager?.Value,
            RequesterAttribute.External => context.Requester.External ? "true" : "false",
            _ => null,
        },
        _ => null,
    };

    public ImmutableArray<string> Many(Subject subject) => subject switch
    {
        Subject.Field field => Value(field.Spec.Name) is FieldValue.Choices choices ? choices.Values : [],
        Subject.Requester { Attribute: RequesterAttribute.Roles } => context.Requester.Roles,
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
