using System.Collections.Immutable;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Xunit;
using static Approvals.Core.Tests.Catalogue.Forms;

namespace Approvals.Core.Tests.Catalogue;

public sealed class ChainTests
{
    private static readonly FieldSpec A = Field("a", FieldKind.Flag);
    private static readonly FieldSpec B = Field("b", FieldKind.Flag);
    private static readonly FieldSpec Site = Choice("site", "North", "South");

    [Fact]
    public void All_rows_that_fire_count_and_each_step_is_asked_once()
    {
        var topic = With(Row(A, "true", ["sales"], ["legal"]), Row(B, "true", ["finance"], ["legal"]));
        var chain = Chain(topic, ("a", true), ("b", true));
        Assert.Equal(["1 sales", "2 finance", "3 legal"], Steps(chain));
        Assert.Equal(["a/true", "b/true"], chain[2].Because);
    }

    [Fact]
    public void The_order_is_that_of_the_lanes_whatever_the_rows_say() =>
        Assert.Equal(["1 sales", "2 finance", "3 cfo", "4 legal"], Steps(Chain(With(Row(A, "true", ["legal"], ["cfo"], ["finance"], ["sales"])), ("a", true))));

    [Fact]
    public void A_row_may_ask_several_at_once() =>
        Assert.Equal(["1 sales", "2 cfo", "2 cro", "3 legal"], Steps(Chain(With(Row(A, "true", ["sales"], ["cfo", "cro"], ["legal"])), ("a", true))));

    [Fact]
    public void Who_is_asked_together_by_one_row_stays_together_when_another_asks_them_in_turn() =>
        Assert.Equal(["1 cfo", "1 cro"], Steps(Chain(With(Row(A, "true", ["cfo", "cro"]), Row(B, "true", ["cfo"], ["cro"])), ("a", true), ("b", true))));

    [Fact]
    public void A_skipped_step_stays_in_the_chain_with_its_reason()
    {
        var skip = new DecisionRow { When = When(B, "true"), Skip = ["sales"], Because = Template.Parse("exempt in {{site}}") };
        var chain = Chain(With(Row(A, "true", ["sales"], ["legal"]), skip), ("a", true), ("b", true), ("site", "South"));
        Assert.Equal(["exempt in South", null], chain.Select(step => step.SkippedBecause));
    }

    [Fact]
    public void Skipping_what_nobody_asks_for_adds_nothing()
    {
        var skip = new DecisionRow { When = Condition.Always, Skip = ["sales"], Because = Template.Parse("exempt") };
        Assert.Equal(["1 legal"], Steps(Chain(With(Row(A, "true", ["legal"]), skip), ("a", true))));
    }

    [Fact]
    public void A_role_is_looked_up_in_the_scope_of_the_form()
    {
        var topic = With(Row(A, "true", ["regional"]));
        Assert.Equal(new RoleRef("regional", "South"), Chain(topic, ("a", true), ("site", "South"))[0].Role);
    }

    [Fact]
    public void A_reason_to_ask_nobody_counts_only_when_nobody_is_asked()
    {
        var free = new DecisionRow { When = When(A, "true"), Approve = true, Because = Template.Parse("free") };
        var topic = With(free, Row(B, "true", ["legal"]));
        Assert.Equal((0, "free"), (Draft(topic, ("a", true)).Chain.Length, Draft(topic, ("a", true)).Policy.ApprovedBecause));
        Assert.Equal((1, null), (Draft(topic, ("a", true), ("b", true)).Chain.Length, Draft(topic, ("a", true), ("b", true)).Policy.ApprovedBecause));
    }

    [Fact]
    public void A_form_that_no_row_speaks_of_is_refused_and_never_approved()
    {
        var refused = Assert.IsType<Evaluation.Refused>(Evaluate(With(Row(A, "true", ["legal"])), ("a", false)));
        Assert.Equal(TopicEvaluator.NoRule, refused.Refusals.Single().Rule);
    }

    [Fact]
    public void A_table_is_looked_at_only_while_its_condition_holds()
    {
        var topic = With() with { Chain = With().Chain with { Tables = [new DecisionTable("t", When(B, "true"), [Row(A, "true", ["legal"])]), new DecisionTable("u", null, [Row(A, "true", ["cfo"])])] } };
        Assert.Equal(["1 cfo"], Steps(Chain(topic, ("a", true))));
        Assert.Equal(["1 cfo", "2 legal"], Steps(Chain(topic, ("a", true), ("b", true))));
    }

    [Fact]
    public void A_check_may_depend_on_who_is_asked()
    {
        var when = new Condition([[new Clause(new Subject.Chain(), new Test.AnyOf([new Test.Is("cfo"), new Test.Is("cro")])), new Clause(new Subject.Field(Site), new Test.Empty())]]);
        var topic = With(Row(A, "true", ["cfo"]), Row(B, "true", ["legal"])) with { Checks = [new FormCheck("site", when, "The CFO wants to know the site.")] };
        Assert.Equal("The CFO wants to know the site.", Error(topic, "site", ("a", true)));
        Assert.Null(Error(topic, "site", ("b", true)));
        Assert.Null(Error(topic, "site", ("a", true), ("site", "North")));
    }

    [Fact]
    public void All_refusals_that_hold_are_told_with_their_guidance()
    {
        var topic = With(Row(A, "true", ["legal"])) with
        {
            Refusals = [new("one", When(A, "true"), Template.Parse("Do this."), [new TopicLink("There", "https://example.com")]), new("two", When(B, "true"), Template.Parse("Do that."), []), new("three", When(Site, "North"), Template.Parse("No."), [])],
        };
        var refused = Assert.IsType<Evaluation.Refused>(Evaluate(topic, ("a", true), ("b", true)));
        Assert.Equal(["one: Do this.", "two: Do that."], refused.Refusals.Select(refusal => $"{refusal.Rule}: {refusal.Guidance}"));
    }

    [Fact]
    public void Decisions_by_mail_and_tickets_may_depend_on_the_form()
    {
        var ticket = new TicketTemplate { Id = "t", Subject = "", Body = "", Priority = "Low", When = When(B, "true"), AtOnce = true };
        var topic = With(Row(A, "true", ["legal"])) with { Policy = new TopicPolicy { DecisionsByMail = When(Site, "North") }, Tickets = [ticket, ticket with { Id = "u", When = null, AtOnce = false, System = "jira" }] };
        Assert.True(Draft(topic, ("a", true), ("site", "North")).Policy.DecisionsByMail);
        Assert.False(Draft(topic, ("a", true), ("site", "South")).Policy.DecisionsByMail);
        Assert.Equal([new TicketOrder("u", "jira")], Draft(topic, ("a", true)).Policy.Tickets);
        Assert.Equal([new TicketOrder("t", null, TicketMoment.Submitted), new TicketOrder("u", "jira")], Draft(topic, ("a", true), ("b", true)).Policy.Tickets);
    }

    [Fact]
    public void A_title_is_one_short_line()
    {
        var topic = With(Row(A, "true", ["legal"])) with { RequestTitle = "For {{text}}", Fields = [A, Field("text", FieldKind.LongText)] };
        Assert.Equal("For a b", Draft(topic, ("a", true), ("text", "a\nb")).Title);
        Assert.Equal(200, Draft(topic, ("a", true), ("text", new string('x', 500))).Title.Length);
    }

    private static Topic With(params DecisionRow[] rows) => Topic(A, B, Site) with
    {
        Kind = TopicKind.Request,
        Chain = new ChainPolicy(
            ["Sales", "Finance", "Executive", "Legal"],
            [Step("legal", 3), Step("cfo", 2), Step("cro", 2), Step("finance", 1), Step("sales", 0), Step("regional", 0) with { ScopeField = "site" }],
            [new DecisionTable("t", null, [.. rows])]),
    };

    private static StepSpec Step(string id, int lane) => new() { Id = id, Name = id, Role = id, Lane = lane, Quorum = Quorum.All, Timing = new StepTiming { Limit = TimeSpan.FromHours(16) } };

    private static DecisionRow Row(FieldSpec field, string test, params string[][] ask) =>
        new() { When = When(field, test), Ask = [.. ask.Select(group => group.ToImmutableArray())], Because = Template.Parse($"{field.Name}/{test}") };

    private static Draft Draft(Topic topic, params (string, object)[] values) => Assert.IsType<Evaluation.Drafted>(Evaluate(topic, values)).Draft;

    private static ImmutableArray<StepPlan> Chain(Topic topic, params (string, object)[] values) => Draft(topic, values).Chain;

    private static IEnumerable<string> Steps(ImmutableArray<StepPlan> chain) => chain.Select(step => $"{step.Stage} {step.Name}");
}
