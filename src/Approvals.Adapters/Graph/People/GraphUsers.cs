using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Approvals.Core.Requests;
using Microsoft.Extensions.Logging;

namespace Approvals.Adapters.Graph.People;

/// <summary>Reads users and groups of Microsoft Graph: two calls for up to six people, whatever is asked of them.</summary>
internal sealed class GraphUsers(GraphHttp graph, ILogger<GraphUsers> log)
{
    // The most that one question about memberships may name.
    private const int MostGroups = 20;

    /// <summary>By the addresses asked for, which may be others than those they have; null: there is nobody of that address.</summary>
    public async Task<Dictionary<EmailAddress, GraphPerson?>> ReadAsync(IReadOnlyList<EmailAddress> mails, ImmutableArray<string> groups, CancellationToken ct)
    {
        var users = await graph.BatchAsync([.. mails.Select(mail => GraphCall.Get(ByAddress(mail)))], ct);
        var found = mails.Zip(users, (mail, answer) => (Mail: mail, Person: Best(mail, Checked(answer)))).ToList();
        var people = await CompleteAsync([.. found.Select(pair => pair.Person).OfType<GraphPerson>().DistinctBy(person => person.Id)], groups, ct);
        return found.ToDictionary(pair => pair.Mail, pair => pair.Person is { } person ? people[person.Id] with { Aliases = person.Aliases } : null);
    }

    /// <summary>The addresses of everybody in a group and in the groups within it; null: there is no such group.</summary>
    public async Task<ImmutableArray<EmailAddress>?> MembersAsync(string group, CancellationToken ct)
    {
        var members = await graph.ListAsync($"groups/{group}/transitiveMembers/microsoft.graph.user?$select=id,mail,userPrincipalName&$count=true&$top=999", ct);
        if (members is null)
        {
            return null;
        }

        var mails = members.Select(GraphPerson.Address).OfType<EmailAddress>().ToList();
        if (mails.Count < members.Count)
        {
            log.MembersWithoutAddress(members.Count - mails.Count, group);
        }

        return [.. mails.Distinct()];
    }

    // A person has an address, a name to sign in with that may look like another, and further addresses of the same mailbox: all of them are one person.
    // SMTP marks the main address of a mailbox, smtp the others; that a comparison does not tell them apart is no promise.
    private static string ByAddress(EmailAddress mail)
    {
        var text = mail.Value.Replace("'", "''", StringComparison.Ordinal);
        return $"users?$filter={Uri.EscapeDataString($"mail eq '{text}' or userPrincipalName eq '{text}' or proxyAddresses/any(p:p eq 'smtp:{text}') or proxyAddresses/any(p:p eq 'SMTP:{text}')")}&$select={GraphPerson.Fields}";
    }

    // Where an address could be that of several people, whoever it finds does not have it for certain.
    private static GraphPerson? Best(EmailAddress asked, GraphAnswer answer)
    {
        var users = answer.Body.Items("value").ToList();
        var best = users.OrderByDescending(user => Is(user, "mail", asked)).ThenByDescending(user => Is(user, "userPrincipalName", asked))
            .Select(GraphPerson.Read).OfType<GraphPerson>().FirstOrDefault();
        return users.Count > 1 && best is not null ? best with { Aliases = best.Aliases.Remove(asked) } : best;
    }

    private static bool Is(JsonElement user, string name, EmailAddress asked) => EmailAddress.TryParse(user.Text(name), out var mail) && mail == asked;

    private async Task<Dictionary<string, GraphPerson>> CompleteAsync(List<GraphPerson> people, ImmutableArray<string> groups, CancellationToken ct)
    {
        var calls = new List<GraphCall>();
        var put = new List<(string Id, Func<GraphPerson, GraphAnswer, GraphPerson> Put)>();
        foreach (var person in people)
        {
            Ask(person, GraphCall.Get($"users/{person.Id}/manager?$select=id,mail,userPrincipalName"), WithManager);
            // Guests have their mailbox elsewhere, and whoever left is not asked.
            if (person is { IsEnabled: true, IsGuest: false })
            {
                Ask(person, GraphCall.Get($"users/{person.Id}/mailboxSettings?$select=automaticRepliesSetting,timeZone,workingHours"), WithMailbox);
            }

            foreach (var some in groups.Chunk(MostGroups))
            {
                var body = new JsonObject { ["groupIds"] = new JsonArray([.. some.Select(group => JsonValue.Create(group))]) };
                Ask(person, new GraphCall(HttpMethod.Post, $"users/{person.Id}/checkMemberGroups", body), WithGroups);
            }
        }

        var complete = people.ToDictionary(person => person.Id);
        foreach (var ((id, with), answer) in put.Zip(await graph.BatchAsync(calls, ct)))
        {
            complete[id] = with(complete[id], answer);
        }

        return complete;

        void Ask(GraphPerson person, GraphCall call, Func<GraphPerson, GraphAnswer, GraphPerson> with)
        {
            calls.Add(call);
            put.Add((person.Id, with));
        }
    }

    // 404: nobody is above them.
    private static GraphPerson WithManager(GraphPerson person, GraphAnswer answer) =>
        answer.IsMissing ? person : person with { Manager = GraphPerson.Address(Checked(answer).Body) };

    // 404: no mailbox, or one that is kept elsewhere. Refused: a permission is missing, which must not stop every decision; it is in the log.
    private GraphPerson WithMailbox(GraphPerson person, GraphAnswer answer)
    {
        if (answer.IsRefused)
        {
            log.MailboxesHidden(answer.ToString());
        }

        return answer.IsRefused || answer.IsMissing ? person : person with { Mailbox = Mailbox.Read(Checked(answer).Body) };
    }

    private static GraphPerson WithGroups(GraphPerson person, GraphAnswer answer) =>
        answer.IsMissing ? person : person with { Groups = person.Groups.Union(Checked(answer).Body.Items("value").Select(group => group.GetString()).OfType<string>()) };

    private static GraphAnswer Checked(GraphAnswer answer) => answer.IsSuccess ? answer : throw new GraphAwayException(
        answer.IsRefused ? $"Microsoft Graph refuses our identity ({answer}). Give it what it needs: infra/graph-grants." : $"Microsoft Graph answered {answer}.", GraphHttp.UsualRest);
}
