using System.Globalization;
using Fairlead.Core.Observations;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Connectors.ArmTemplates;

/// <summary>Walks through a template as a deployment does: conditions, loops, resources in resources, templates in templates.</summary>
internal sealed class ArmDeployment(string file, List<ObservationNote> notes)
{
    private const int DeepestTemplates = 8;

    public List<ArmResource> Resources { get; } = [];

    public void Add(MappingNode template, ArmScope scope) => AddAll(template, scope, "", null, 0);

    private void AddAll(MappingNode around, ArmScope scope, string path, ArmResource? parent, int depth)
    {
        if (ArmScope.Child(around, "resources") is not { } resources)
            return;
        // languageVersion 2.0 has an object of names in place of a list.
        IEnumerable<(string Path, Node Node)> all = resources switch
        {
            ListNode list => list.Items.Select((item, i) => (string.Create(CultureInfo.InvariantCulture, $"{path}resources[{i}]"), item)),
            MappingNode mapping => mapping.Entries.Select(entry => ($"{path}resources.{Excerpt.Of(entry.Key)}", entry.Value)),
            _ => [],
        };
        foreach (var (place, node) in all)
        {
            if (node is MappingNode resource)
                AddLooped(resource, scope, place, parent, depth);
            else
                Note(node, $"{place} is {node.Description}, not a resource.");
        }
    }

    private void AddLooped(MappingNode resource, ArmScope scope, string path, ArmResource? parent, int depth)
    {
        if (ArmScope.Child(resource, "copy") is not MappingNode copy)
        {
            AddOne(resource, scope, path, parent, depth);
            return;
        }

        if (scope.CountOf(copy) is not { } count)
        {
            Note(copy, string.Create(CultureInfo.InvariantCulture, $"{path}.copy is not followed: its count is not known, or more than {ArmWork.MostCopies}."));
            return;
        }

        var name = ArmScope.Child(copy, "name") is ScalarNode text ? text.Text : "";
        for (var i = 0; i < count; i++)
        {
            scope.InLoop(name, i, () =>
            {
                AddOne(resource, scope, string.Create(CultureInfo.InvariantCulture, $"{path}(copy {i})"), parent, depth);
                return true;
            });
        }
    }

    private void AddOne(MappingNode resource, ArmScope scope, string path, ArmResource? parent, int depth)
    {
        if (!scope.Work.Enter())
        {
            Note(resource, $"{path} is left out: {ArmWork.TooMuch}.");
            return;
        }

        try
        {
            if (ArmScope.Child(resource, "type") is not ScalarNode { Kind: ScalarKind.Text } type)
            {
                Note(resource, $"{path} has no type and is left out.");
                return;
            }

            var full = parent is null ? type.Text : $"{parent.Type}/{type.Text}";
            if (IsLeftOut(resource, scope, path))
                return;
            if (full.Equals("Microsoft.Resources/deployments", StringComparison.OrdinalIgnoreCase))
            {
                AddNested(resource, scope, path, depth);
                return;
            }

            if (!full.Contains("Kubernetes", StringComparison.OrdinalIgnoreCase) && !full.Contains("HybridContainer", StringComparison.OrdinalIgnoreCase) && !full.Contains("AzureStackHCI", StringComparison.OrdinalIgnoreCase))
                return; // somebody else's
            var added = Evaluated(resource, scope, path, full, parent);
            Resources.Add(added);
            AddAll(resource, scope, path + ".", added, depth);
        }
        finally
        {
            scope.Work.Leave();
        }
    }

    private bool IsLeftOut(MappingNode resource, ArmScope scope, string path)
    {
        if (ArmScope.Child(resource, "existing") is ScalarNode { Kind: ScalarKind.Boolean, Text: "true" })
            return true;
        if (ArmScope.Child(resource, "condition") is not { } condition)
            return false;
        var value = scope.Evaluate(condition);
        if (value is not ArmTruth)
            Note(condition, $"{path} is left out: whether it is deployed is not known ({(value is ArmUnknown unknown ? unknown.Reason : "its condition is neither true nor false")}).");
        return value is not ArmTruth { Value: true };
    }

    private static ArmResource Evaluated(MappingNode resource, ArmScope scope, string path, string type, ArmResource? parent)
    {
        // Children are walked through by themselves: theirs are not evaluated twice.
        var body = new MappingNode([.. resource.Entries.Where(entry => !entry.Key.Equals("resources", StringComparison.OrdinalIgnoreCase) && !entry.Key.Equals("copy", StringComparison.OrdinalIgnoreCase))], resource.Line, resource.Column);
        var value = (ArmObject)(scope.Evaluate(body) as ArmObject ?? new ArmObject([], scope.WhereOf(resource)));
        var name = value["name"] as ArmText;
        if (name is not null && parent?.Name is { } above)
            name = name with { Value = $"{above.Value}/{name.Value}" };
        return new(type, name, (value["scope"] as ArmText)?.Value ?? parent?.Scope, path, value);
    }

    private void AddNested(MappingNode resource, ArmScope scope, string path, int depth)
    {
        var properties = ArmScope.Child(resource, "properties");
        if (ArmScope.Child(properties, "template") is not MappingNode template)
        {
            Note(resource, $"{path} is a deployment whose template stands elsewhere ({(ArmScope.Child(properties, "templateLink") is null ? "it has none" : "templateLink")}); it is not followed. Import that template too.");
            return;
        }

        if (depth >= DeepestTemplates)
        {
            Note(resource, string.Create(CultureInfo.InvariantCulture, $"{path} is not followed: templates are nested more than {DeepestTemplates} deep."));
            return;
        }

        var place = $"{path}.properties.template.";
        // Without scope 'inner', expressions of the inner template are those of the outer one.
        var isInner = ArmScope.Child(ArmScope.Child(properties, "expressionEvaluationOptions"), "scope") is ScalarNode text && text.Text.Equals("inner", StringComparison.OrdinalIgnoreCase);
        if (!isInner)
        {
            AddAll(template, scope, place, null, depth + 1);
            return;
        }

        var inner = new ArmScope(scope.Work, template, file) { Location = scope.Location };
        foreach (var parameter in (ArmScope.Child(properties, "parameters") as MappingNode)?.Entries ?? [])
        {
            inner.Give(parameter.Key, ArmScope.Child(parameter.Value, "value") is { } value
                ? scope.Evaluate(value)
                : new ArmUnknown($"it needs the parameter '{Excerpt.Of(parameter.Key)}', whose value stands elsewhere (a key vault?)", scope.WhereOf(parameter.Value)));
        }

        AddAll(template, inner, place, null, depth + 1);
    }

    private void Note(Node node, string message) => notes.Add(new(string.Create(CultureInfo.InvariantCulture, $"{file}:{node.Line}"), message));
}
