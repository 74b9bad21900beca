using System.Collections.Immutable;
using Approvals.App.Attachments;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.App.Telemetry;
using Approvals.App.Topics;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.App;

/// <summary>What people can do with requests: load, decide, append, wake. Every channel (API, pages, mail) comes through here.</summary>
public sealed class RequestService(
    RequestStreams streams, IRequestStore store, ICatalogue catalogue, IDirectory directory, FactsReader facts, Claims claims, IWake wake, TimeProvider clock, AttachmentDesk? files = null)
{
    private const int Attempts = 5;

    /// <summary>Submits a form. With a key, the same caller's same form under the same key is one request.</summary>
    public async Task<Answer> SubmitAsync(Caller caller, SubmitForm form, string? idempotencyKey, CancellationToken ct)
    {
        var id = CommandKey.RequestIdFor(caller, idempotencyKey);
        var key = (Id: CommandKey.CommandId(caller, idempotencyKey ?? id.Value), Fingerprint: CommandKey.Fingerprint(form));
        var answer = await FirstAsync(caller, form, id, key, ct);
        if (answer is Answer.Done)
        {
            return answer;
        }

        // What does not go through may have gone through before: the store has the id already, or the rules changed since. Looking only now spares a look for every new request.
        var repeated = idempotencyKey is null ? null : await RepeatedAsync(id, key, ct);
        return repeated ?? answer ?? throw new StoreUnavailableException("The request could not be stored. Nothing was changed; try again.");
    }

    /// <summary>The answer of a form that was never heard; null: the store has its id.</summary>
    private async Task<Answer?> FirstAsync(Caller caller, SubmitForm form, RequestId id, (string Id, string Fingerprint) key, CancellationToken ct)
    {
        if (await catalogue.FindForAsync(caller.Mail, form.Topic, directory, ct) is not { Kind: TopicKind.Request } topic)
        {
            return new Answer.UnknownTopic();
        }

        var (draft, no) = await DraftAsync(topic, form.Fields, caller.Mail, null, ct);
        if (draft is null)
        {
            return no!;
        }

        var beneficiary = await BeneficiaryAsync(form, ct);
        var command = new Command.Submit
        {
            At = clock.GetUtcNow(),
            CommandId = key.Id,
            By = Actor.Of(caller.Mail),
            ByAdministrator = caller.IsAdministrator,
            Facts = await facts.ReadAsync(new Question(draft.Chain, caller.Mail, beneficiary, caller.Mail, []), ct),
            Id = id,
            Topic = topic.Id,
            TopicVersion = topic.Version,
            Beneficiary = beneficiary,
            Draft = draft,
        };
        return await TryAsync(RequestStreams.Nothing(id), command, key, ct);
    }

    /// <summary>Who would have to approve, in which order, and why. No state.</summary>
    public async Task<PreviewAnswer> PreviewAsync(Caller caller, SubmitForm form, CancellationToken ct)
    {
        if (await catalogue.FindForAsync(caller.Mail, form.Topic, directory, ct) is not { Kind: TopicKind.Request } topic)
        {
            return new PreviewAnswer.UnknownTopic();
        }

        var (draft, no) = await DraftAsync(topic, form.Fields, caller.Mail, null, ct);
        if (draft is null)
        {
            return no switch
            {
                Answer.InvalidForm invalid => new PreviewAnswer.InvalidForm(invalid.Errors),
                Answer.RuleRefused refused => new PreviewAnswer.RuleRefused(refused.Rules),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }

        var beneficiary = await BeneficiaryAsync(form, ct);
        var known = await facts.ReadAsync(new Question(draft.Chain, caller.Mail, beneficiary, caller.Mail, []), ct);
        return await Preview.OfAsync(draft, caller.Mail, beneficiary, known, clock.GetUtcNow(), directory, ct);
    }

    private async ValueTask<EmailAddress?> BeneficiaryAsync(SubmitForm form, CancellationToken ct) =>
        form.Beneficiary is { } beneficiary ? await directory.AddressOfAsync(beneficiary, ct) : null;

    public async Task<Answer> ResubmitAsync(
        Caller caller, RequestId id, ImmutableSortedDictionary<string, FieldValue> fields, string? idempotencyKey, CancellationToken ct)
    {
        var key = (Id: CommandKey.CommandId(caller, idempotencyKey), Fingerprint: CommandKey.Fingerprint(id, fields));
        return await ExecuteAsync(id, key, MakeAsync, ct);

        async Task<(Command? Command, Answer? No)> MakeAsync(Loaded loaded)
        {
            var request = loaded.State.Facts!;
            var topic = await catalogue.FindAsync(request.Topic, request.TopicVersion, ct)
                ?? throw new InvalidOperationException($"Version {request.TopicVersion} of topic {request.Topic} is not in the archive.");
            var (draft, no) = await DraftAsync(topic, fields, caller.Mail, request, ct);
            if (draft is null)
            {
                return (null, no);
            }

            var question = Question.About(request, caller.Mail) with { Chain = draft.Chain };
            return (Fill(new Command.Resubmit(draft) { At = default, CommandId = "", By = default }, caller, key.Id, await facts.ReadAsync(question, ct)), null);
        }
    }

    /// <summary>
    /// Everything else that a person can want of a request. <paramref name="command"/> is made with any At, CommandId, By and Facts: the service fills them in.
    /// </summary>
    public async Task<Answer> ExecuteAsync(Caller caller, RequestId id, Command command, string? idempotencyKey, CancellationToken ct)
    {
        var key = (Id: CommandKey.CommandId(caller, idempotencyKey), Fingerprint: CommandKey.Fingerprint(id, command));
        command = command switch
        {
            Command.Reassign c => c with { To = await directory.AddressOfAsync(c.To, ct) },
            Command.AddApprover c => c with { Add = await directory.AddressOfAsync(c.Add, ct) },
            _ => command,
        };
        EmailAddress[] named = command switch
        {
            Command.Reassign c => [c.To],
            Command.AddApprover c => [c.Add],
            _ => [],
        };
        return await ExecuteAsync(
            id, key, async loaded => (Fill(command, caller, key.Id, await facts.ReadAsync(Question.About(loaded.State.Facts!, caller.Mail, named), ct)), null), ct);
    }

    /// <summary>
    /// News from outside: nobody's wish, so the product itself says it. <paramref name="commandId"/> follows from the news, so that hearing it again changes nothing.
    /// </summary>
    public Task<Answer> NoteAsync(RequestId id, Command command, string commandId, CancellationToken ct) => ExecuteAsync(
        id, (commandId, commandId), _ => Task.FromResult<(Command?, Answer?)>((command with { At = clock.GetUtcNow(), CommandId = commandId, By = Actor.System }, null)), ct);

    private async Task<Answer> ExecuteAsync(
        RequestId id, (string Id, string Fingerprint) key, Func<Loaded, Task<(Command? Command, Answer? No)>> make, CancellationToken ct)
    {
        var conflicts = 0;
        var isFresh = false;
        while (conflicts < Attempts)
        {
            // What was decided on an old state the store refuses. A "no" appends nothing, so it is said on what the store itself has, never on the cache.
            var cached = isFresh ? null : streams.Cached(id);
            var loaded = cached ?? await streams.ReloadAsync(id, ct);
            if (loaded is null)
            {
                return new Answer.Refused(new Refusal.UnknownRequest());
            }

            if (loaded.State.Facts!.Heard.Contains(key.Id))
            {
                return await RepeatedAsync(id, key, ct) ?? new Answer.Done(loaded.State, Repeated: true);
            }

            var (command, no) = await make(loaded);
            if (command is null)
            {
                return no!;
            }

            switch (await TryAsync(loaded, command, key, ct))
            {
                case Answer.Done { Repeated: false } done:
                    return done;
                case { } answer when cached is null:
                    return answer;
                case null:
                    await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 20) << conflicts++), clock, ct);
                    break;
            }

            isFresh = true;
        }

        throw new StoreUnavailableException("Too many people change this request at once. Nothing was changed; try again.");
    }

    /// <summary>Decides and appends once. Null: somebody else was first.</summary>
    private async Task<Answer?> TryAsync(Loaded loaded, Command command, (string Id, string Fingerprint) key, CancellationToken ct)
    {
        using var span = Spans.Decide(loaded.Id, command);
        var answer = await DecideAsync(loaded, command, key, ct);
        var outcome = answer switch
        {
            Answer.Refused refused => refused.Refusal.Code,
            Answer.Done { Repeated: true } => "repeated",
            Answer.Done => "accepted",
            _ => "conflict",
        };
        span.End(outcome);
        Meters.Decided((answer as Answer.Done)?.State.Facts?.Topic ?? loaded.State.Facts?.Topic, command, outcome);
        return answer;
    }

    private async Task<Answer?> DecideAsync(Loaded loaded, Command command, (string Id, string Fingerprint) key, CancellationToken ct)
    {
        switch (Decider.Decide(loaded.State, command))
        {
            case Outcome.Refused refused:
                return new Answer.Refused(refused.Refusal);
            case Outcome.Accepted { Events.IsEmpty: true }:
                return new Answer.Done(loaded.State, Repeated: true);
            case Outcome.Accepted accepted:
                var decided = Decided.On(loaded.State, accepted.Events);
                if (Claims.AreNeeded(loaded.State, decided.After))
                {
                    var from = clock.GetUtcNow();
                    if (await claims.TakeAsync(loaded.Id, decided.After.Facts!.Policy.Unique, ct) is { } notUnique)
                    {
                        return new Answer.Refused(notUnique);
                    }

                    if (loaded.Version == 0)
                    {
                        claims.ThrowIfTooLate(from);
                    }
                }

                if (await LostFilesAsync(loaded.Id, accepted.Events, ct) is { } lost)
                {
                    return lost;
                }

                if (await streams.AppendAsync(loaded, decided, key, OutboxChange.None, ct) is null)
                {
                    return null;
                }

                Spans.Wake(loaded.Id);
                if (loaded.Version == 0)
                {
                    wake.WakeNew(loaded.Id);
                }
                else
                {
                    wake.Wake(loaded.Id);
                }

                return new Answer.Done(decided.After, Repeated: false);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    // The bytes come first and the event after: an event never names what nobody has.
    private async Task<Answer.InvalidForm?> LostFilesAsync(RequestId id, ImmutableArray<RequestEvent> events, CancellationToken ct)
    {
        var attached = events.SelectMany(AttachedFiles.By).ToImmutableArray();
        if (files is null || attached.IsEmpty)
        {
            return null;
        }

        var lost = await files.LinkAsync(id, attached.Select(one => one.File), ct);
        return lost.IsEmpty ? null : new Answer.InvalidForm(new Evaluation.Invalid(attached.Where(one => lost.Contains(one.File.Sha256)).GroupBy(one => one.Field).ToImmutableSortedDictionary(
            field => field.Key, field => field.Select(one => $"'{one.File.Name}' is not in the store any more. Upload it again.").ToImmutableArray(), StringComparer.Ordinal)));
    }

    /// <summary>The answer that this command got the first time; null when it was never heard.</summary>
    private async Task<Answer?> RepeatedAsync(RequestId id, (string Id, string Fingerprint) key, CancellationToken ct) =>
        await store.FindCommandAsync(id, key.Id, ct) switch
        {
            null => null,
            { } known when known.Fingerprint != key.Fingerprint => new Answer.KeyReused(),
            { } known => new Answer.Done(await streams.AsOfAsync(id, known.Version, ct), Repeated: true),
        };

    private async Task<(Draft? Draft, Answer? No)> DraftAsync(Topic topic, ImmutableSortedDictionary<string, FieldValue> given, EmailAddress requester, Request? known, CancellationToken ct)
    {
        var fields = files?.Resolve(topic, given, requester, known) ?? given;
        var person = await directory.ReaderAsync(requester, ct);
        var context = new EvaluationContext(clock.GetUtcNow(), person);
        var taken = await claims.TakenAsync(TopicEvaluator.Claims(topic, fields, context), ct);
        return TopicEvaluator.Evaluate(topic, fields, context with { Taken = taken }) switch
        {
            Evaluation.Drafted drafted => (drafted.Draft, null),
            Evaluation.Invalid invalid => (null, new Answer.InvalidForm(invalid)),
            Evaluation.Refused refused => (null, new Answer.RuleRefused(refused)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private Command Fill(Command command, Caller caller, string commandId, Facts known) => command with
    {
        At = clock.GetUtcNow(),
        CommandId = commandId,
        By = Actor.Of(caller.Mail),
        ByAdministrator = caller.IsAdministrator,
        Facts = known,
    };
}
