using System.Globalization;

namespace Approvals.Core.Catalogue;

/// <summary>A place on a scale. Days count as numbers, and so do versions (see <see cref="VersionNumber"/>).</summary>
public abstract record Operand
{
    private Operand() { }

    /// <summary>Null when it is empty, or beyond what the scale can hold.</summary>
    public abstract decimal? Place(Scene scene);
    public abstract string Text(Scale scale);
    public virtual FieldSpec? Field => null;

    public sealed record Literal(decimal Value, string Written) : Operand
    {
        public override decimal? Place(Scene scene) => Value;
        public override string Text(Scale scale) => Written;
    }

    /// <summary>The value of another field, with something added: days to a date.</summary>
    public sealed record OfField(FieldSpec Spec, decimal Plus) : Operand
    {
        private readonly Subject subject = new Subject.Field(Spec);

        public override FieldSpec? Field => Spec;
        public override decimal? Place(Scene scene) => scene.Place(subject) is { } place ? Sum(place, Plus) : null;
        public override string Text(Scale scale) => $"'{Spec.Label}'{Offset(Plus)}";
    }

    /// <summary>The requester's day.</summary>
    public sealed record Today(decimal Plus) : Operand
    {
        public override decimal? Place(Scene scene) => scene.Today.DayNumber + Plus;
        public override string Text(Scale scale) => $"today{Offset(Plus)}";
    }

    /// <summary>Null when the sum is too large for a number.</summary>
    internal static decimal? Sum(decimal a, decimal b)
    {
        // A sum of two of one sign can overflow, and only then; comparing first costs less than an exception.
        const decimal half = decimal.MaxValue / 2;
        return Math.Abs(a) <= half && Math.Abs(b) <= half ? a + b : null;
    }

    private static string Offset(decimal plus) => plus == 0 ? "" : plus.ToString(" + 0.##; - 0.##", CultureInfo.InvariantCulture);
}
