using System.Collections.Immutable;
using Approvals.App.Attachments;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;
using Approvals.Core.Search;

namespace Approvals.App.Topics;

/// <summary>The topics as one person may see them: listed, found by words, and checks judged. Nothing is stored.</summary>
public sealed class TopicShelf(ICatalogue catalogue, IDirectory directory, TimeProvider clock, AttachmentDesk? files = null)
{
    private volatile Shelf? shelf;

    /// <summary>Null: there is none, or it is not for them.</summary>
    public ValueTask<Topic?> FindAsync(EmailAddress reader, string id, CancellationToken ct) => catalogue.FindForAsync(reader, id, directory, ct);

    /// <summary>What fits the words, the best first; without words everything, in the order of the catalogue.</summary>
    public async ValueTask<ImmutableArray<Topic>> FindAllAsync(EmailAddress reader, string? words, CancellationToken ct) =>
        [.. Index().Find(words).Where(Open(await directory.ReaderAsync(reader, ct)))];

    /// <summary>What may answer somebody who is about to fill in a form: what the topic names itself, then what is about the same and is quicker.</summary>
    public async ValueTask<ImmutableArray<Topic>> NearAsync(EmailAddress reader, Topic topic, int most, CancellationToken ct)
    {
        var named = topic.Related.Select(catalogue.Find).OfType<Topic>();
        var alike = Index().Find(topic.Title).Where(other => other.Kind != TopicKind.Request);
        return [.. named.Concat(alike).Where(other => other.Id != topic.Id).DistinctBy(other => other.Id).Where(Open(await directory.ReaderAsync(reader, ct))).Take(most)];
    }

    /// <summary>The verdict of a topic of kind check.</summary>
    public async ValueTask<CheckOutcome> CheckAsync(EmailAddress reader, Topic check, ImmutableSortedDictionary<string, FieldValue> fields, CancellationToken ct) =>
        CheckEvaluator.Evaluate(check, files?.Resolve(check, fields, reader, null) ?? fields, new EvaluationContext(clock.GetUtcNow(), await directory.ReaderAsync(reader, ct)));

    /// <summary>The topic that a verdict or refusal leads to, with those of the carried fields that it can start with; null when it is not for them.</summary>
    public async ValueTask<OnwardTo?> FollowAsync(EmailAddress reader, Onward? next, ImmutableSortedDictionary<string, FieldValue> carried, CancellationToken ct) =>
        next is not null && await FindAsync(reader, next.Topic, ct) is { } topic
            ? new OnwardTo(topic, next.Say ?? topic.Title, carried.Where(pair => topic.Field(pair.Key) is { } spec && Fits(spec, pair.Value)).ToImmutableSortedDictionary(StringComparer.Ordinal))
            : null;

    private static bool Fits(FieldSpec spec, FieldValue value) => (spec.Kind, value) switch
    {
        (FieldKind.Choice, FieldValue.Text text) => spec.Choices.Any(choice => choice.Value == text.Value),
        (FieldKind.Choices, FieldValue.Choices choices) => choices.Values.All(one => spec.Choices.Any(choice => choice.Value == one)),
        (FieldKind.Flag, FieldValue.Flag) or (FieldKind.Integer or FieldKind.Number, FieldValue.Number) => true,
        (FieldKind.Flag or FieldKind.Integer or FieldKind.Number or FieldKind.Choice or FieldKind.Choices or FieldKind.Files, _) => false,
        _ => value is FieldValue.Text,
    };

    private static Func<Topic, bool> Open(Core.Chains.Person reader) => topic => !topic.InternalOnly || !reader.External;

    // Two threads may build it at once; both build the same.
    private TopicIndex Index()
    {
        var (topics, words) = (catalogue.Topics, catalogue.Words);
        if (shelf is { } known && known.Topics == topics && known.Words == words)
        {
            return known.Index;
        }

        var index = new TopicIndex(topics, words);
        shelf = new Shelf(topics, words, index);
        return index;
    }

    private sealed record Shelf(ImmutableArray<Topic> Topics, SearchWords Words, TopicIndex Index);
}

/// <param name="Fields">With what its form starts.</param>
public sealed record OnwardTo(Topic Topic, string Say, ImmutableSortedDictionary<string, FieldValue> Fields);
