namespace Approvals.Adapters.Tables;

/// <summary>
/// The rows of all lists lie in one partition, beside the due rows: so what follows an append is one transaction, and one operation. The price is a bound on the whole desk: a partition takes about
/// 2,000 rows a second, an approval writes some 30.
/// </summary>
internal static class ListRows
{
    public const string Partition = "L";

    // Never in an escaped name, so that no list's keys lie between those of another.
    private const string Separator = "!|";
    private const string AfterSeparator = "!}";
    private const int MaxNameLength = 500;

    public static string Key(string list, string key) => Keys.Escape(list, MaxNameLength) + Separator + key;

    /// <summary>Before this lie the rows of the list, and after them those of others.</summary>
    public static string End(string list) => Keys.Escape(list, MaxNameLength) + AfterSeparator;

    public static string KeyIn(string list, string row) => row[Key(list, "").Length..];
}
