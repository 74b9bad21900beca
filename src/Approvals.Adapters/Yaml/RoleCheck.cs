using Approvals.Core.Catalogue;
using Approvals.Core.Chains;

namespace Approvals.Adapters.Yaml;

/// <summary>Whether a step can ever be decided: its role exists, has people in every scope, and enough of them.</summary>
internal static class RoleCheck
{
    /// <param name="organisation">Null for an old version of a topic: its roles may be gone.</param>
    public static void Check(StepSpec step, MapReader reader, IReadOnlyDictionary<string, FieldSpec> fields, Organisation? organisation)
    {
        if (step.Role == RoleRef.ManagerOfRequester)
        {
            Manager(step, reader);
            return;
        }

        var scopes = Scopes(step, reader, fields);
        if (organisation is null || step.Role.Length == 0)
        {
            return;
        }

        if (!organisation.Roles.TryGetValue(step.Role, out var role))
        {
            reader.Problems.Add(reader.Take("role")!, $"There is no role '{step.Role}'.{Nearest.Hint(step.Role, organisation.Roles.Keys)} Add it to people.yaml or name another.");
            return;
        }

        if (role.IsScoped != (step.ScopeField is not null))
        {
            reader.Problems.Add(reader.Map, role.IsScoped
                ? $"The role '{step.Role}' has people for each scope. Name the field that tells which: 'scope: region'."
                : $"The role '{step.Role}' has no scopes. Remove 'scope'.");
            return;
        }

        foreach (var scope in scopes)
        {
            var holders = organisation.Active(new RoleRef(step.Role, scope)).Length;
            var where = scope is null ? "" : $" for {scope}";
            if (!role.Holders.ContainsKey(scope ?? ""))
            {
                reader.Problems.Add(reader.Take("role")!, $"The role '{step.Role}' has nobody{where}. Add holders to people.yaml.");
            }
            else if (step.Quorum.Kind == QuorumKind.Count && step.Quorum.Count > holders && !role.Groups.ContainsKey(scope ?? ""))
            {
                reader.Problems.Add(reader.Take("quorum")!, $"{step.Quorum.Count} people must approve, but the role '{step.Role}' has {holders}{where}. Lower the quorum or add holders.");
            }
        }
    }

    // Everybody has one manager at most, and the desk's owners are asked for whoever has none.
    private static void Manager(StepSpec step, MapReader reader)
    {
        if (step.ScopeField is not null)
        {
            reader.Problems.Add(reader.Take("scope")!, $"'{step.Role}' is the manager of whoever asks. Remove 'scope'.");
        }

        if (step.Quorum is { Kind: QuorumKind.Count, Count: > 1 })
        {
            reader.Problems.Add(reader.Take("quorum")!, $"{step.Quorum.Count} people must approve, but whoever asks has one manager. Lower the quorum.");
        }
    }

    private static IEnumerable<string?> Scopes(StepSpec step, MapReader reader, IReadOnlyDictionary<string, FieldSpec> fields)
    {
        if (step.ScopeField is null)
        {
            return [null];
        }

        if (!fields.TryGetValue(step.ScopeField, out var field))
        {
            reader.Problems.Add(reader.Take("scope")!, $"There is no field '{step.ScopeField}'.{Nearest.Hint(step.ScopeField, fields.Keys)}");
            return [];
        }

        if (field.Kind != FieldKind.Choice || !field.Required || field.VisibleWhen is not null)
        {
            reader.Problems.Add(reader.Take("scope")!, $"A scope needs a field of kind choice that is required and always shown; '{step.ScopeField}' is not.");
            return [];
        }

        return field.Choices.Select(choice => choice.Value);
    }
}
