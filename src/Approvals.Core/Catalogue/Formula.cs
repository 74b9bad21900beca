using System.Collections.Immutable;
using System.Globalization;
using Approvals.Core.Calendars;
using Approvals.Core.Requests;

namespace Approvals.Core.Catalogue;

/// <summary>How a value comes about: one of a few fixed ways, no expression. What needs something empty is empty itself. Pure, and it ends.</summary>
public abstract record Formula
{
    private Formula() { }

    public abstract FieldValue? Of(Scene scene);

    /// <summary>The fields and values that it looks at.</summary>
    public virtual IEnumerable<string> FieldNames => [];

    public sealed record Constant(FieldValue Value) : Formula
    {
        public override FieldValue? Of(Scene scene) => Value;
    }

    /// <summary>A number or a date: that of another field, with something added.</summary>
    public sealed record At(Operand Operand, Scale Scale) : Formula
    {
        public override FieldValue? Of(Scene scene) => Scale == Scale.Date ? Written(Operand.Place(scene)) : Number(Operand.Place(scene));
        public override IEnumerable<string> FieldNames => Names(Operand);
    }

    /// <summary>Hit policy "first": the first row that holds decides.</summary>
    public sealed record First(ImmutableArray<ValueRow> Rows, Formula? Otherwise) : Formula
    {
        public override FieldValue? Of(Scene scene)
        {
            foreach (var row in Rows)
            {
                if (row.When.Holds(scene))
                {
                    return row.Is.Of(scene);
                }
            }

            return Otherwise?.Of(scene);
        }

        public override IEnumerable<string> FieldNames => Rows.SelectMany(row => row.When.FieldNames.Concat(row.Is.FieldNames)).Concat(Otherwise?.FieldNames ?? []);
    }

    /// <summary>Hit policy "collect": what all rows that hold say, each text once, in the order of the rows. Empty when none holds.</summary>
    public sealed record Collect(ImmutableArray<ValueRow> Rows) : Formula
    {
        public override FieldValue? Of(Scene scene)
        {
            var found = Rows.Where(row => row.When.Holds(scene)).Select(row => row.Is.Of(scene)?.Canonical).OfType<string>().Distinct().ToImmutableArray();
            return found.IsEmpty ? null : new FieldValue.Choices(found);
        }

        public override IEnumerable<string> FieldNames => Rows.SelectMany(row => row.When.FieldNames);
    }

    /// <summary>Days from one date to another; negative when the second is the earlier one.</summary>
    public sealed record Days(Operand From, Operand To) : Formula
    {
        public override FieldValue? Of(Scene scene) => Number(To.Place(scene) - From.Place(scene));
        public override IEnumerable<string> FieldNames => Names(From, To);
    }

    /// <summary>Working days of the requester after one date, up to and with another; negative when the second is the earlier one.</summary>
    public sealed record BusinessDays(Operand From, Operand To) : Formula
    {
        public override FieldValue? Of(Scene scene) => Date(From.Place(scene)) is { } from && Date(To.Place(scene)) is { } to ? Number(scene.Calendar.WorkdaysBetween(from, to)) : null;
        public override IEnumerable<string> FieldNames => Names(From, To);
    }

    /// <summary>The working day of the requester that is so many working days after a date.</summary>
    public sealed record BusinessDate(Operand From, int Plus) : Formula
    {
        public override FieldValue? Of(Scene scene) => Date(From.Place(scene)) is { } from ? Written(scene.Calendar.AddWorkdays(from, Plus)?.DayNumber) : null;
        public override IEnumerable<string> FieldNames => Names(From);
    }

    public sealed record Sum(ImmutableArray<Operand> Parts) : Formula
    {
        public override FieldValue? Of(Scene scene)
        {
            decimal? sum = 0;
            foreach (var operand in Parts)
            {
                sum = sum is { } a && operand.Place(scene) is { } b ? Operand.Sum(a, b) : null;
            }

            return Number(sum);
        }

        public override IEnumerable<string> FieldNames => Names(Parts);
    }

    public sealed record Difference(Operand From, Operand Less) : Formula
    {
        public override FieldValue? Of(Scene scene) => From.Place(scene) is { } a && Less.Place(scene) is { } b ? Number(Operand.Sum(a, -b)) : null;
        public override IEnumerable<string> FieldNames => Names(From, Less);
    }

    /// <summary>How many percent one number is of another, to two digits. Empty when that is 0.</summary>
    public sealed record Percent(Operand Part, Operand Whole) : Formula
    {
        // Beyond it a percentage means nothing, and a multiplication could overflow.
        private const decimal Largest = 1e18m;

        public override FieldValue? Of(Scene scene) => Part.Place(scene) is { } part and > -Largest and < Largest && Whole.Place(scene) is { } whole && Math.Abs(whole) >= 0.000001m
            ? Number(Math.Round(part * 100 / whole, 2, MidpointRounding.ToEven))
            : null;

        public override IEnumerable<string> FieldNames => Names(Part, Whole);
    }

    /// <summary>The last day of the quarter of a date; without one, of the quarter that still counts now.</summary>
    public sealed record QuarterEnd(Quarters Quarters, Operand? Day) : Formula
    {
        public override FieldValue? Of(Scene scene) =>
            Written((Day is null ? Quarters.OpenAt(scene.AtUtc) : Date(Day.Place(scene)) is { } day ? Quarters.EndOf(day) : null)?.DayNumber);

        public override IEnumerable<string> FieldNames => Day is null ? [] : Names(Day);
    }

    /// <summary>Whole hours until the quarter that counts now closes.</summary>
    public sealed record HoursLeft(Quarters Quarters) : Formula
    {
        public override FieldValue? Of(Scene scene) => Quarters.OpenAt(scene.AtUtc) is { } end ? Number(decimal.Floor((decimal)(Quarters.ClosesAtUtc(end) - scene.AtUtc).TotalHours)) : null;
    }

    /// <summary>The part of a text that has a form: of the first of some fields in which there is one.</summary>
    public sealed record Match(string Pattern, ImmutableArray<FieldSpec> In) : Formula
    {
        public override FieldValue? Of(Scene scene)
        {
            foreach (var field in In)
            {
                if (scene.Value(field.Name)?.Canonical is { } text && Patterns.Find(Pattern, text) is { Length: > 0 } found)
                {
                    return new FieldValue.Text(found);
                }
            }

            return null;
        }

        public override IEnumerable<string> FieldNames => In.Select(text => text.Name);
    }

    /// <summary>The domain of a mail address.</summary>
    public sealed record Domain(FieldSpec Address) : Formula
    {
        public override FieldValue? Of(Scene scene) => scene.Value(Address.Name) is { } value && EmailAddress.TryParse(value.Canonical, out var mail) ? new FieldValue.Text(mail.Domain) : null;
        public override IEnumerable<string> FieldNames => [Address.Name];
    }

    private static IEnumerable<string> Names(params IEnumerable<Operand> operands) => operands.Select(operand => operand.Field?.Name).OfType<string>();

    private static FieldValue.Number? Number(decimal? value) => value is { } number ? new FieldValue.Number(number) : null;

    private static DateOnly? Date(decimal? place) =>
        place is { } day && day >= 0 && day <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)day) : null;

    private static FieldValue.Text? Written(decimal? place) => Date(place) is { } day ? new FieldValue.Text(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) : null;
}
