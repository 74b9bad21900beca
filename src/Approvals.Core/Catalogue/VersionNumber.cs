using System.Globalization;

namespace Approvals.Core.Catalogue;

/// <summary>Versions on one scale: <c>major.minor[.patch]</c> as a number whose order is that of the versions, so that 9.5 is before 15.0.</summary>
public static class VersionNumber
{
    private const int PartLimit = 1_000_000;

    public static bool TryParse(string text, out decimal place)
    {
        place = 0;
        Span<int> parts = stackalloc int[3];
        var count = 0;
        foreach (var range in text.AsSpan().Split('.'))
        {
            if (count == 3 || !int.TryParse(text.AsSpan()[range], NumberStyles.None, CultureInfo.InvariantCulture, out parts[count]) || parts[count] >= PartLimit)
            {
                return false;
            }

            count++;
        }

        place = ((((decimal)parts[0] * PartLimit) + parts[1]) * PartLimit) + parts[2];
        return count >= 2;
    }

    /// <summary>The version at a place: <c>major.minor</c>, with the patch when there is one.</summary>
    internal static string Write(decimal place)
    {
        var (front, patch) = (decimal.Floor(Math.Max(0, place) / PartLimit), Math.Max(0, place) % PartLimit);
        var (major, minor) = (decimal.Floor(front / PartLimit), front % PartLimit);
        return patch == 0 ? $"{(int)major}.{(int)minor}" : $"{(int)major}.{(int)minor}.{(int)patch}";
    }
}
