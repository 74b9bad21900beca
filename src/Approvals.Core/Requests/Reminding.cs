using System.Collections.Immutable;
using static Approvals.Core.Requests.Decider;

namespace Approvals.Core.Requests;

/// <summary>Reminders: on schedule, asked for by the requester, put off by the assignee. All of them in the working time of whoever reads them.</summary>
internal static class Reminding
{
    /// <summary>The share of a reminder that the requester asked for: no part of the schedule, so it takes none off it.</summary>
    private const int Asked = 0;

    public static void Remind(Turn turn, int number, EmailAddress assignee)
    {
        var asked = turn.Request.Step(number)!.Open(assignee);
        var due = asked.Reminders.Where(reminder => reminder.AtUtc <= turn.At).ToImmutableArray();
        if (due.IsEmpty)
        {
            return;
        }

        // Several that came due together are one mail: the latest.
        var percent = due.Max(reminder => reminder.Percent);
        turn.Emit(LaterThanNow(turn, asked) is { } later
            ? new RequestEvent.ReminderDeferred(number, assignee, percent, later).BySystem(turn.Command)
            : new RequestEvent.Reminded(number, assignee, percent).BySystem(turn.Command));
    }

    /// <summary>The requester asks once more. Who does not work now hears of it when they do.</summary>
    public static Outcome Nudge(Turn turn, Command.Nudge c)
    {
        var request = turn.Request;
        if (!c.By.Is(request.Requester))
        {
            return Refuse(new Refusal.NotAllowed("the requester"));
        }

        var againAt = request.NudgedAtUtc + request.Policy.NudgeEvery;
        if (againAt > c.At)
        {
            return Refuse(new Refusal.TooSoon(againAt.Value));
        }

        turn.Emit(new RequestEvent.Nudged().Of(c));
        foreach (var step in request.Steps.Where(step => step.Status == StepStatus.Open))
        {
            foreach (var asked in step.Assignments.Where(a => a.IsOpen))
            {
                if (LaterThanNow(turn, asked) is { } later)
                {
                    turn.Emit(new RequestEvent.ReminderDeferred(step.Plan.Number, asked.Assignee, Asked, later).BySystem(c));
                }
            }
        }

        return turn.Done();
    }

    /// <summary>An assignee wants to hear nothing until a time, at the latest when their answer is due.</summary>
    public static Outcome Snooze(Turn turn, Command.Snooze c)
    {
        if (turn.Request.Step(c.Step) is not { } step)
        {
            return Refuse(new Refusal.UnknownStep(c.Step));
        }

        if (c.By.Person is not { } person || step.Assignments.FirstOrDefault(a => a.IsOpen && a.Assignee == person) is not { } mine)
        {
            return Refuse(new Refusal.NotYourStep());
        }

        var latest = mine.Assignment.Clock.DueAtUtc;
        if (c.UntilUtc <= c.At || c.UntilUtc > latest)
        {
            return Refuse(new Refusal.OutOfTime(latest));
        }

        var calendar = turn.Facts.People.GetValueOrDefault(person)?.Calendar;
        var opening = calendar?.NextWorking(c.UntilUtc) ?? c.UntilUtc.ToUniversalTime();
        var until = opening > latest ? latest : opening;
        if (!mine.Reminders.Any(reminder => reminder.AtUtc < until))
        {
            return Outcome.NoChange;
        }

        turn.Emit(new RequestEvent.Snoozed(c.Step, person, until).Of(c));
        return turn.Done();
    }

    /// <summary>When the reader works next; null: now.</summary>
    private static DateTimeOffset? LaterThanNow(Turn turn, AssignmentState asked)
    {
        var reader = asked.StandIn ?? asked.Assignee;
        if (turn.Facts.People.GetValueOrDefault(reader)?.Calendar is not { } calendar)
        {
            return null;
        }

        // Of an absence without an end nobody knows whether it is one: they may read it.
        if (asked.StandIn is null && Absences.Of(turn, reader) is { UntilUtc: { } back })
        {
            return calendar.NextWorking(back);
        }

        return calendar.IsWorking(turn.At) ? null : calendar.NextWorking(turn.At);
    }
}
