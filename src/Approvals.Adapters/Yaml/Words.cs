namespace Approvals.Adapters.Yaml;

internal static class Words
{
    /// <summary>The cases of an enumeration by the words that files use: small letters.</summary>
    public static Dictionary<string, T> Of<T>()
        where T : struct, Enum => Enum.GetValues<T>().ToDictionary(value => value.ToString().ToLowerInvariant());
}
