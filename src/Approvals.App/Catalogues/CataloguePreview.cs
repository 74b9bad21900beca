using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;

namespace Approvals.App.Catalogues;

/// <summary>Who would approve a form under a catalogue that may not be in use, and which rule asks for each.</summary>
public sealed class CataloguePreview(IDelegationStore delegations, TimeProvider clock)
{
    /// <summary>The same answer that the form gives before it is submitted; nothing is changed.</summary>
    public async Task<PreviewAnswer> RunAsync(ReadCatalogue catalogue, FormToTry form, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(form);
        if (catalogue.Topics.FirstOrDefault(topic => topic.Id == form.Topic) is not { Kind: TopicKind.Request } topic)
        {
            return new PreviewAnswer.UnknownTopic();
        }

        var requester = await new RoleBook(catalogue.Directory).PersonAsync(form.Requester, ct);
        switch (TopicEvaluator.Evaluate(topic, form.Fields, new EvaluationContext(clock.GetUtcNow(), requester)))
        {
            case Evaluation.Invalid invalid: return new PreviewAnswer.InvalidForm(invalid);
            case Evaluation.Refused refused: return new PreviewAnswer.RuleRefused(refused);
            case Evaluation.Drafted drafted:
                var question = new Question(drafted.Draft.Chain, form.Requester, form.Beneficiary, form.Requester, []);
                var facts = await new FactsReader(catalogue.Directory, delegations).ReadAsync(question, ct);
                return await Preview.OfAsync(drafted.Draft, form.Requester, form.Beneficiary, facts, clock.GetUtcNow(), catalogue.Directory, ct);
            default: throw new System.Diagnostics.UnreachableException();
        }
    }
}

/// <summary>A form as somebody wrote it down to try it.</summary>
public sealed record FormToTry(string Topic, IReadOnlyDictionary<string, FieldValue> Fields, EmailAddress Requester, EmailAddress? Beneficiary);
