using System.Text.Json.Nodes;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites.Spec;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Sites.Format;

/// <summary>A kind of value: how it is read from a node, and how JSON Schema describes it. One definition serves both.</summary>
internal abstract class FieldType<T>
{
    /// <summary>Reads a node that is not null; every fault is reported to <paramref name="context"/>.</summary>
    /// <returns>Never <see cref="FieldState.Absent"/>.</returns>
    public abstract FieldState Read(Node node, Subject subject, ReadContext context, out T? value);

    public abstract JsonObject Schema(SchemaDefinitions definitions);
}

/// <summary>The named definitions (<c>$defs</c>) that a schema has gathered so far.</summary>
internal sealed class SchemaDefinitions
{
    public JsonObject All { get; } = [];

    /// <summary>A reference to a definition, which is made on first use.</summary>
    public JsonObject Reference(string name, Func<JsonObject> define)
    {
        if (!All.ContainsKey(name))
        {
            All.Add(name, new JsonObject());
            All[name] = define();
        }

        return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
    }
}
