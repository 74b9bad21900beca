using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Approvals.Web.Development;
using Approvals.Web.Hosting;
using Approvals.Web.Pages.Live;
using Approvals.Web.Problems;

namespace Approvals.Web.Api;

/// <summary>All that goes over the wire as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(SubmitBody))]
[JsonSerializable(typeof(FieldsBody))]
[JsonSerializable(typeof(DecisionBody))]
[JsonSerializable(typeof(ReasonBody))]
[JsonSerializable(typeof(CommentBody))]
[JsonSerializable(typeof(SnoozeBody))]
[JsonSerializable(typeof(NewsView))]
[JsonSerializable(typeof(ReassignBody))]
[JsonSerializable(typeof(AddApproverBody))]
[JsonSerializable(typeof(OverrideBody))]
[JsonSerializable(typeof(DelegationBody))]
[JsonSerializable(typeof(RequestView))]
[JsonSerializable(typeof(EventsView))]
[JsonSerializable(typeof(PageView<SummaryView>))]
[JsonSerializable(typeof(PageView<InboxView>))]
[JsonSerializable(typeof(PageView<TicketEntry>))]
[JsonSerializable(typeof(PageView<EffectView>))]
[JsonSerializable(typeof(BacklogView))]
[JsonSerializable(typeof(PreviewView))]
[JsonSerializable(typeof(CheckView))]
[JsonSerializable(typeof(TopicsView))]
[JsonSerializable(typeof(TopicView))]
[JsonSerializable(typeof(DelegationsView))]
[JsonSerializable(typeof(DelegationView))]
[JsonSerializable(typeof(VerdictView))]
[JsonSerializable(typeof(FileView))]
[JsonSerializable(typeof(ClockBody))]
[JsonSerializable(typeof(ClockView))]
[JsonSerializable(typeof(MailboxView))]
[JsonSerializable(typeof(ReplyView))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    private const int Depth = 16;

    /// <summary>Strict in what it takes: what a sender misspells or says twice must not be ignored.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default);
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = Depth;
    }
}
