using Approvals.Core.Requests;
using Azure.Core;
using Xunit;

namespace App.Tests.Graph;

/// <summary>People, managers and groups as Graph knows them, roles and regions as the catalogue says.</summary>
public sealed class GraphDirectoryTests
{
    private const string Ann = "ann@example.com";
    private const string Bo = "bo@example.com";
    private const string Dee = "dee@example.com";

    [Fact]
    public async Task A_person_is_who_Graph_says_with_region_and_holidays_of_the_catalogue()
    {
        await using var desk = await GraphDesk.StartAsync();
        var ann = desk.Add(Ann);
        desk.Graph.Accounts.Add(new Account(Dee) { Name = "Dee Vos", Country = "germany", Manager = ann, Mailbox = Mailboxes.Plain });

        var dee = await desk.FindAsync(Dee);
        Assert.Equal(("Dee Vos", "EMEA", true, false), (dee!.Name, dee.Region, dee.Active, dee.External));
        Assert.Equal(EmailAddress.Parse(Ann), dee.Manager);
        Assert.Contains(new DateOnly(2026, 12, 25), dee.Calendar.Holidays);
        Assert.Equal("Europe/Berlin", dee.Calendar.Zone.Id);
        Assert.Equal("AMER", (await desk.FindAsync(Ann))!.Region);
        Assert.Null((await desk.FindAsync(Ann))!.Manager);
    }

    [Fact]
    public async Task Somebody_of_two_addresses_is_one_person_by_the_address_of_the_mailbox()
    {
        await using var desk = await GraphDesk.StartAsync();
        desk.Graph.Accounts.Add(new Account(Dee) { SignInName = "dvos@tenant.example", Aliases = ["d.o'vos@example.com"] });
        Assert.Equal(Dee, (await desk.FindAsync("dvos@tenant.example"))!.Mail.Value);
        Assert.Equal(Dee, (await desk.FindAsync("d.o'vos@example.com"))!.Mail.Value);
    }

    [Fact]
    public async Task The_mailbox_vouches_for_its_own_addresses_only_and_not_for_sign_in_names_or_what_several_people_have()
    {
        await using var desk = await GraphDesk.StartAsync();
        desk.Graph.Accounts.Add(new Account(Dee) { SignInName = "dvos@example.com", Aliases = ["d.vos@example.com", "shared@example.com", "dee@partner.example"] });
        desk.Graph.Accounts.Add(new Account(Bo) { SignInName = "shared@example.com" });
        desk.Graph.Accounts.Add(new Account("paula@example.com") { UserType = "Guest", Aliases = ["p@example.com"] });

        Assert.Contains(EmailAddress.Parse("d.vos@example.com"), (await desk.FindAsync("d.vos@example.com"))!.Aliases);
        Assert.DoesNotContain(EmailAddress.Parse("dvos@example.com"), (await desk.FindAsync("dvos@example.com"))!.Aliases);
        // Outside of the own domains; the sign-in name of somebody else; a guest's.
        Assert.DoesNotContain(EmailAddress.Parse("dee@partner.example"), (await desk.FindAsync("dee@partner.example"))!.Aliases);
        Assert.DoesNotContain(EmailAddress.Parse("shared@example.com"), (await desk.FindAsync("shared@example.com"))!.Aliases);
        Assert.Empty((await desk.FindAsync("p@example.com"))!.Aliases);
    }

    [Fact]
    public async Task The_file_may_name_people_by_any_of_their_addresses()
    {
        var catalogue = GraphDesk.Catalogue().Change("people.yaml", $"group: {GraphDesk.LeadGroup}", "holders: [bo@example.com, cy@example.com]");
        await using var desk = await GraphDesk.StartAsync(catalogue);
        // The file's bo and cy are one person by now, and its owner ann, their manager, has another name.
        var anna = new Account("anna@example.com") { Aliases = [Ann] };
        desk.Graph.Accounts.Add(anna);
        desk.Graph.Accounts.Add(new Account("robert@example.com") { SignInName = "cy@example.com", Aliases = [Bo], Manager = anna });

        Assert.Equal("robert | anna", await desk.HoldersAsync("lead"));
        Assert.Equal(["lead"], (await desk.FindAsync("robert@example.com"))!.Roles);
        Assert.Equal(["anna@example.com"], (await desk.Directory.OwnersAsync(TestContext.Current.CancellationToken)).Select(owner => owner.Mail.Value));
    }

    [Fact]
    public async Task The_manager_of_the_requester_is_found_by_whichever_address_the_file_has_of_them()
    {
        await using var desk = await GraphDesk.StartAsync();
        desk.Graph.Accounts.Add(new Account("anna@example.com") { Aliases = [Ann] });
        desk.Graph.Accounts.Add(new Account("robert@example.com") { Aliases = [Bo] });
        Assert.Equal("anna@example.com", (await desk.FindAsync(Bo))!.Manager!.Value.Value);
    }

    [Fact]
    public async Task A_disabled_account_and_one_that_is_gone_have_left_and_a_stranger_is_nobody()
    {
        await using var desk = await GraphDesk.StartAsync();
        desk.Add(Dee).IsEnabled = false;
        Assert.False((await desk.FindAsync(Dee))!.Active);
        Assert.False((await desk.FindAsync("gone@example.com"))!.Active);
        // Still in the file, no longer in Graph.
        Assert.False((await desk.FindAsync(Bo))!.Active);
        Assert.Null(await desk.FindAsync("somebody@elsewhere.example"));
    }

    [Fact]
    public async Task A_guest_is_external_and_nobody_looks_for_their_mailbox()
    {
        await using var desk = await GraphDesk.StartAsync();
        desk.Graph.Accounts.Add(new Account("paula@reseller.example") { UserType = "Guest", SignInName = "paula_reseller.example#EXT#@tenant.example" });
        Assert.True((await desk.FindAsync("paula@reseller.example"))!.External);
        Assert.DoesNotContain(desk.Graph.Calls, call => call.Contains("mailboxSettings", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_members_of_a_group_and_of_groups_within_hold_the_role_and_their_managers_stand_above_them()
    {
        await using var desk = await GraphDesk.StartAsync();
        var ann = desk.Add(Ann);
        var cho = desk.Add("cho@example.com", ann);
        var dee = desk.Add(Dee, cho);
        var left = desk.Add("left@example.com", desk.Add("above.left@example.com"));
        left.IsEnabled = false;
        desk.Graph.Groups["inner"] = ([dee, left], []);
        desk.Graph.Groups[GraphDesk.LeadGroup] = ([], ["inner"]);
        desk.Graph.Groups[GraphDesk.HeadGroup] = ([cho], []);

        Assert.Equal("dee | cho above.left ann", await desk.HoldersAsync("lead"));
        Assert.Equal("cho | ann", await desk.HoldersAsync("head", "North"));
        Assert.Equal(["lead"], (await desk.FindAsync(Dee))!.Roles);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_group_that_is_empty_or_missing_leaves_the_owner_of_the_role(bool isThere)
    {
        await using var desk = await GraphDesk.StartAsync();
        desk.Add(Ann);
        if (isThere)
        {
            desk.Graph.Groups[GraphDesk.LeadGroup] = ([], []);
        }

        Assert.Equal(" | ann", await desk.HoldersAsync("lead"));
        Assert.Equal(!isThere, desk.Log.Lines.Any(line => line.Contains($"group {GraphDesk.LeadGroup}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_role_without_a_group_is_held_by_whom_the_file_names()
    {
        var catalogue = GraphDesk.Catalogue().Change("people.yaml", $"group: {GraphDesk.LeadGroup}", "holders: [bo@example.com]");
        await using var desk = await GraphDesk.StartAsync(catalogue);
        desk.Add(Bo, desk.Add(Ann));
        Assert.Equal("bo | ann", await desk.HoldersAsync("lead"));
        Assert.Equal(["lead"], (await desk.FindAsync(Bo))!.Roles);
    }

    [Fact]
    public async Task Owners_whom_Graph_does_not_know_are_asked_as_the_file_says()
    {
        await using var desk = await GraphDesk.StartAsync();
        var owner = Assert.Single(await desk.Directory.OwnersAsync(TestContext.Current.CancellationToken));
        Assert.Equal((Ann, true), (owner.Mail.Value, owner.Active));
    }

    [Fact]
    public async Task A_long_list_comes_in_pages_and_its_people_in_few_calls()
    {
        await using var desk = await GraphDesk.StartAsync();
        desk.Graph.PageSize = 10;
        var ann = desk.Add(Ann);
        desk.Graph.Groups[GraphDesk.LeadGroup] = ([.. Enumerable.Range(1, 25).Select(number => desk.Add($"p{number}@example.com", ann))], []);
        desk.Graph.Groups[GraphDesk.HeadGroup] = ([], []);

        var holders = await desk.Directory.HoldersAsync(new Approvals.Core.Chains.RoleRef("lead"), TestContext.Current.CancellationToken);
        Assert.Equal(25, holders.Holders.Length);
        // 3 pages; 25 people in 2 batches and what is asked of each of them (75 questions) in 4; then the manager alone in 2.
        Assert.Equal(11, desk.Graph.Calls.Count(call => !call.StartsWith(' ')));

        desk.Graph.Calls.Clear();
        await desk.HoldersAsync("lead");
        await desk.FindAsync("p7@example.com");
        Assert.Empty(desk.Graph.Calls);
    }

    [Fact]
    public async Task A_list_that_goes_on_elsewhere_is_not_followed()
    {
        await using var desk = await GraphDesk.StartAsync();
        desk.Graph.PageSize = 1;
        desk.Graph.NextPageAt = new Uri("http://127.0.0.2:1/v1.0/");
        desk.Graph.Groups[GraphDesk.LeadGroup] = ([desk.Add(Ann), desk.Add(Bo)], []);
        await Assert.ThrowsAsync<Approvals.App.Ports.StoreUnavailableException>(() => desk.HoldersAsync("lead"));
    }

    [Fact]
    public async Task The_identity_of_the_host_stands_in_every_call()
    {
        await using var desk = await GraphDesk.StartAsync(credential: new Fixed());
        desk.Add(Ann);
        await desk.FindAsync(Ann);
        Assert.Equal(2, desk.Graph.Tokens.Count);
        Assert.All(desk.Graph.Tokens, token => Assert.Equal($"Bearer token for {desk.Graph.Url.GetLeftPart(UriPartial.Authority)}/.default", token));
    }

    private sealed class Fixed : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new($"token for {requestContext.Scopes.Single()}", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}
