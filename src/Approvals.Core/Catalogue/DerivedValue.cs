namespace Approvals.Core.Catalogue;

/// <summary>A value that nobody types: conditions and texts use it like a field. A setting of the topic is one too: a <see cref="Formula.Constant"/>.</summary>
/// <param name="Spec">Its name, kind and label.</param>
public sealed record DerivedValue(FieldSpec Spec, Formula Formula)
{
    /// <summary>It is there before the form is, so that it may decide which fields are asked for.</summary>
    public bool IsSetting => Formula is Formula.Constant;
}

/// <summary>What a value is while a condition holds.</summary>
public sealed record ValueRow(Condition When, Formula Is);
