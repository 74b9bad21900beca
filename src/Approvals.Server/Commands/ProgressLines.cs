using System.Diagnostics;
using Approvals.App.Moving;

namespace Approvals.Server.Commands;

/// <summary>A line a second at most, and one when a part is done.</summary>
internal sealed class ProgressLines(TextWriter output)
{
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private readonly Stopwatch age = Stopwatch.StartNew();
    private TimeSpan next = Apart;

    public void Show(MoveProgress progress)
    {
        lock (gate)
        {
            if (progress.Done != progress.Of && age.Elapsed < next)
            {
                return;
            }

            next = age.Elapsed + Apart;
            output.WriteLine(progress.Of is { } of && of > 0 ? $"{progress.What}: {progress.Done} of {of} ({100 * progress.Done / of} %)" : $"{progress.What}: {progress.Done}");
        }
    }
}
