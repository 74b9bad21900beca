using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Approvals.Core.Requests;

namespace Approvals.App.Catalogues.Simulation;

/// <summary>What a proposed catalogue makes of a past request.</summary>
public enum Change
{
    /// <summary>The same people are asked in the same order.</summary>
    Same,

    /// <summary>Other steps, or the same in another order.</summary>
    OtherSteps,

    /// <summary>The same steps, decided by other people.</summary>
    OtherPeople,

    /// <summary>Somebody was asked; now it passes by policy.</summary>
    NowPasses,

    /// <summary>It passed by policy; now somebody is asked.</summary>
    NowAsked,

    /// <summary>A rule refuses it now.</summary>
    NowRefused,

    /// <summary>The form is not right any more.</summary>
    NowInvalid,

    /// <summary>A step of its chain would have nobody who may decide.</summary>
    NowNobody,

    /// <summary>The topic is not there any more, or takes no requests.</summary>
    TopicGone,
}

/// <summary>Past requests of one topic to which the same happens.</summary>
/// <param name="Before">The steps that were asked, or that it passed by policy.</param>
/// <param name="After">The steps that would be asked, or why it would not come so far.</param>
/// <param name="Examples">A few of them.</param>
public sealed record ChangeGroup(string Topic, Change Change, string Before, string After, long Count, ImmutableArray<RequestId> Examples);

/// <summary>One approver's part.</summary>
/// <param name="Before">Requests in which the recorded chains ask them.</param>
/// <param name="After">Requests in which the proposed catalogue asks them.</param>
/// <param name="MedianHours">The median working hours that they took to answer, in the past; null when they never did.</param>
public sealed record ApproverLoad(EmailAddress Approver, string Name, long Before, long After, double? MedianHours);

/// <param name="From">When the first of the requests was submitted.</param>
/// <param name="Unreadable">Requests that could not be read.</param>
/// <param name="Groups">The most frequent first, without those that stay the same.</param>
/// <param name="MoreGroups">Requests that change and are in no group here, because there are too many different ones.</param>
/// <param name="HoursBefore">What the average request waits for answers, in working hours, if everybody answers as they did in the past.</param>
public sealed record SimulationResult(
    long Requests,
    long Unreadable,
    DateTimeOffset? From,
    DateTimeOffset? Until,
    ImmutableSortedDictionary<string, long> Changes,
    ImmutableArray<ChangeGroup> Groups,
    long MoreGroups,
    ImmutableArray<ApproverLoad> Load,
    double? HoursBefore,
    double? HoursAfter)
{
    public long Differing => Requests - Changes.GetValueOrDefault(nameof(Change.Same));

    public string ToJson() => System.Text.Json.JsonSerializer.Serialize(this, SimulationJson.Default.SimulationResult);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SimulationResult))]
internal sealed partial class SimulationJson : JsonSerializerContext;
