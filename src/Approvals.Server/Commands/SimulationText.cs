using System.Text;
using Approvals.App.Catalogues.Simulation;

namespace Approvals.Server.Commands;

/// <summary>A simulation as tables for people at a terminal.</summary>
internal static class SimulationText
{
    private const int MostRows = 40;

    public static string Plain(SimulationResult result)
    {
        var text = new StringBuilder();
        text.AppendLine($"{result.Requests:N0} past requests{(result is { From: { } from, Until: { } until } ? $", {from:yyyy-MM-dd} to {until:yyyy-MM-dd}" : "")}; {result.Differing:N0} would differ.");
        if (result.Unreadable > 0)
        {
            text.AppendLine($"{result.Unreadable:N0} could not be read: run audit verify on an export.");
        }

        text.AppendLine();
        foreach (var (change, count) in result.Changes.OrderByDescending(pair => pair.Value))
        {
            text.AppendLine($"{count,12:N0}  {ChangeWords.Of(change)}");
        }

        Groups(text, result);
        text.AppendLine().AppendLine($"{"asked before",12}  {"after",12}  {"difference",12}  {"median hours",12}  approver");
        foreach (var load in result.Load)
        {
            text.AppendLine($"{load.Before,12:N0}  {load.After,12:N0}  {load.After - load.Before,12:+#,0;-#,0;0}  {(load.MedianHours is { } hours ? $"{hours:N1}" : "-"),12}  {load.Name} <{load.Approver}>");
        }

        if (result is { HoursBefore: { } before, HoursAfter: { } after })
        {
            text.AppendLine().AppendLine($"The average request waits {before:N1} working hours for its answers; it would wait {after:N1}, if everybody answers as they did.");
        }

        return text.ToString();
    }

    private static void Groups(StringBuilder text, SimulationResult result)
    {
        foreach (var group in result.Groups.Take(MostRows))
        {
            text.AppendLine().AppendLine($"{group.Count,12:N0}  {group.Topic}: {ChangeWords.Of(group.Change)}");
            text.AppendLine($"              before: {group.Before}").AppendLine($"              after:  {group.After}").AppendLine($"              such as {string.Join(", ", group.Examples)}");
        }

        var more = result.Groups.Skip(MostRows).Sum(group => group.Count) + result.MoreGroups;
        if (more > 0)
        {
            text.AppendLine().AppendLine($"{more,12:N0}  more, in other ways; --json has {result.Groups.Length:N0} of them.");
        }
    }
}
