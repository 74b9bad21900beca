using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Audit;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.App.Catalogues.Simulation;

/// <summary>A request as it was: what was asked for in its last round, whom its policy asked, and how long the answers took.</summary>
internal sealed record PastRequest
{
    public required RequestId Id { get; init; }
    public required string Topic { get; init; }
    public required EmailAddress Requester { get; init; }
    public EmailAddress? Beneficiary { get; init; }

    /// <summary>When its last round was submitted.</summary>
    public required DateTimeOffset AtUtc { get; init; }
    public required ImmutableSortedDictionary<string, FieldValue> Fields { get; init; }
    public required ImmutableArray<StepPlan> Chain { get; init; }
    public ImmutableArray<PastAnswer> Answers { get; init; } = [];

    /// <summary>Null when the events do not start with a submission.</summary>
    /// <exception cref="CorruptStreamException">An event can not be read.</exception>
    public static PastRequest? Read(RequestId id, IReadOnlyList<StoredEvent> events)
    {
        PastRequest? past = null;
        var opened = new Dictionary<(int Step, EmailAddress Assignee), DateTimeOffset>();
        var answers = ImmutableArray.CreateBuilder<PastAnswer>();
        foreach (var e in events)
        {
            // Mails, tickets and reminders are most of a stream, and say nothing here.
            if (!Matters(EventJson.ReadHeader(e.Bytes.Span).Type))
            {
                continue;
            }

            switch (EventJson.Read(e.Bytes.Span))
            {
                case RequestEvent.Submitted s:
                    past = new PastRequest
                    {
                        Id = id,
                        Topic = s.Topic,
                        Requester = s.Requester,
                        Beneficiary = s.Beneficiary,
                        AtUtc = s.At,
                        Fields = s.Content.Fields,
                        Chain = s.Chain,
                    };
                    break;
                case RequestEvent.Resubmitted r:
                    past = past is null ? null : past with { AtUtc = r.At, Fields = r.Content.Fields, Chain = r.Chain };
                    opened.Clear();
                    break;
                case RequestEvent.StepOpened o:
                    foreach (var assignment in o.Assignments)
                    {
                        opened[(o.Step, assignment.Assignee)] = o.At;
                    }

                    break;
                case RequestEvent.StepApproved a: Answer(a.Step, a.Assignee, a.At); break;
                case RequestEvent.StepRejected { Assignee: { } assignee } r: Answer(r.Step, assignee, r.At); break;
                case RequestEvent.StepReturned { Assignee: { } assignee } r: Answer(r.Step, assignee, r.At); break;
                default: break;
            }
        }

        return past is null ? null : past with { Answers = answers.ToImmutable() };

        void Answer(int step, EmailAddress assignee, DateTimeOffset at)
        {
            if (opened.TryGetValue((step, assignee), out var from))
            {
                answers.Add(new PastAnswer(assignee, from, at));
            }
        }
    }

    private static bool Matters(string type) =>
        type.StartsWith("submitted.", StringComparison.Ordinal) || type.StartsWith("resubmitted.", StringComparison.Ordinal) || type.StartsWith("step-opened.", StringComparison.Ordinal)
        || type.StartsWith("step-approved.", StringComparison.Ordinal) || type.StartsWith("step-rejected.", StringComparison.Ordinal) || type.StartsWith("step-returned.", StringComparison.Ordinal);
}

internal readonly record struct PastAnswer(EmailAddress Assignee, DateTimeOffset AskedAtUtc, DateTimeOffset AnsweredAtUtc);
