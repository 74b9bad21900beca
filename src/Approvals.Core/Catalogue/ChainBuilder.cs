using System.Collections.Immutable;
using Approvals.Core.Chains;

namespace Approvals.Core.Catalogue;

/// <summary>Reads the decision tables for one form.</summary>
internal static class ChainBuilder
{
    public static BuiltChain Build(ChainPolicy policy, Scene scene, Func<string, string?> shown)
    {
        var collected = new Collected(policy.Steps.Length);
        foreach (var table in policy.Tables)
        {
            if (table.When is null || table.When.Holds(scene))
            {
                foreach (var row in table.Rows)
                {
                    if (row.When.Holds(scene))
                    {
                        collected.Add(row, policy, row.Because.Render(shown));
                        if (table.HitPolicy == HitPolicy.First)
                        {
                            break;
                        }
                    }
                }
            }
        }

        return collected.ToChain(policy, scene);
    }

    private sealed class Collected(int steps)
    {
        private readonly List<string>?[] because = new List<string>?[steps];
        private readonly string?[] skipped = new string?[steps];

        // The lowest step that this one is asked together with: itself, when it is asked alone.
        private readonly int[] together = [.. Enumerable.Range(0, steps)];
        private string? approved;

        public void Add(DecisionRow row, ChainPolicy policy, string reason)
        {
            foreach (var group in row.Ask)
            {
                var first = Index(policy, group[0]);
                foreach (var id in group)
                {
                    var step = Index(policy, id);
                    var reasons = because[step] ??= [];
                    if (!reasons.Contains(reason))
                    {
                        reasons.Add(reason);
                    }

                    Join(first, step);
                }
            }

            foreach (var id in row.Skip)
            {
                skipped[Index(policy, id)] ??= reason;
            }

            approved ??= row.Approve ? reason : null;
        }

        public BuiltChain ToChain(ChainPolicy policy, Scene scene)
        {
            var plans = ImmutableArray.CreateBuilder<StepPlan>();
            var asked = ImmutableArray.CreateBuilder<string>();
            var stages = new Dictionary<int, int>();
            foreach (var i in Enumerable.Range(0, policy.Steps.Length).Where(i => because[i] is not null).OrderBy(i => policy.Steps[i].Lane).ThenBy(i => i))
            {
                var spec = policy.Steps[i];
                var group = Root(i);
                stages.TryAdd(group, stages.Count + 1);
                plans.Add(new StepPlan
                {
                    Number = plans.Count + 1,
                    Name = spec.Name,
                    Role = new RoleRef(spec.Role, Scope(spec, scene)),
                    Stage = stages[group],
                    Quorum = spec.Quorum,
                    Timing = spec.Timing,
                    Because = [.. because[i]!],
                    SkippedBecause = skipped[i],
                });
                if (skipped[i] is null)
                {
                    asked.Add(spec.Id);
                }
            }

            return new BuiltChain(plans.ToImmutable(), asked.ToImmutable(), plans.Count == 0 ? approved : null);
        }

        private static string? Scope(StepSpec spec, Scene scene) =>
            spec.Role == RoleRef.ManagerOfRequester ? scene.Text(new Subject.Requester(RequesterAttribute.Mail))
            : spec.ScopeField is { } field ? scene.Value(field)?.Canonical
            : null;

        private void Join(int a, int b)
        {
            var (low, high) = (Math.Min(Root(a), Root(b)), Math.Max(Root(a), Root(b)));
            together[high] = low;
        }

        private int Root(int step)
        {
            while (together[step] != step)
            {
                step = together[step];
            }

            return step;
        }

        private static int Index(ChainPolicy policy, string id)
        {
            for (var i = 0; i < policy.Steps.Length; i++)
            {
                if (policy.Steps[i].Id == id)
                {
                    return i;
                }
            }

            throw new InvalidOperationException($"The chain has no step '{id}'; the loader should have refused it.");
        }
    }
}

/// <param name="Asked">The ids of the steps that are asked, without those that are skipped.</param>
/// <param name="ApprovedByPolicy">Why there is no step at all; null when there are steps, or when no rule speaks of the form.</param>
internal sealed record BuiltChain(ImmutableArray<StepPlan> Steps, ImmutableArray<string> Asked, string? ApprovedByPolicy);
