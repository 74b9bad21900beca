using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.App.Mail;

/// <summary>All that one mail is made from.</summary>
public sealed record MailContext
{
    public required EffectId Id { get; init; }
    public required Effect.SendMail Mail { get; init; }
    public required Topic Topic { get; init; }
    public required RequestState State { get; init; }

    /// <summary>The event that the mail tells of: <see cref="Effect.SendMail.About"/>.</summary>
    public RequestEvent? About { get; init; }

    /// <summary>The hash of the last event of the stream: lower-case hex.</summary>
    public string LastEventHash { get; init; } = "";

    /// <summary>What the request asked for in the round before, when there was one.</summary>
    public Content? Before { get; init; }

    /// <summary>What the directory knows of the people named; others are called by their address.</summary>
    public ImmutableDictionary<EmailAddress, Person> People { get; init; } = ImmutableDictionary<EmailAddress, Person>.Empty;

    internal Request Request => State.Facts ?? throw new InvalidOperationException("A request that was not submitted sends no mail.");

    internal string NameOf(EmailAddress person) => People.TryGetValue(person, out var known) ? known.Name : person.Value;

    internal string NameOf(Actor actor) => actor.Person is { } person ? NameOf(person) : "the system";

    /// <summary>Name and address: names alone can be alike.</summary>
    internal string FullName(EmailAddress person) => People.TryGetValue(person, out var known) ? $"{known.Name} ({person})" : person.Value;

    internal string FullName(Actor actor) => actor.Person is { } person ? FullName(person) : "the system";

    internal string Time(DateTimeOffset at) =>
        ReaderTime.Write(at, People.TryGetValue(Mail.To, out var reader) ? reader.Calendar.Zone : TimeZoneInfo.Utc);
}

/// <summary>What became of the order to write a mail.</summary>
public abstract record Composition
{
    private Composition() { }

    public sealed record Ready(OutgoingMail Mail) : Composition;

    /// <summary>The mail would ask for something that nobody asks for any more.</summary>
    public sealed record Superseded(string Reason) : Composition;
}
