using System.Collections;
using System.Reflection;

namespace Core.Tests.Audit;

/// <summary>Equality by content: two immutable arrays with equal items are not equal to each other, and events hold them.</summary>
internal static class Deep
{
    public static bool Equal(object? left, object? right)
    {
        if (left is null || right is null || left.GetType() != right.GetType())
        {
            return left is null && right is null;
        }

        if (left is string or decimal or DateTimeOffset or TimeSpan or Enum || left.GetType().IsPrimitive)
        {
            return left.Equals(right);
        }

        return left is IEnumerable items
            ? Items(items).SequenceEqual(Items((IEnumerable)right), Comparer)
            : left.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Where(property => property.GetIndexParameters().Length == 0 && property.Name != "EqualityContract")
                .All(property => Equal(property.GetValue(left), property.GetValue(right)));
    }

    private static readonly IEqualityComparer<object?> Comparer = EqualityComparer<object?>.Create(Equal, _ => 0);

    private static IEnumerable<object?> Items(IEnumerable items) => items.Cast<object?>();
}
