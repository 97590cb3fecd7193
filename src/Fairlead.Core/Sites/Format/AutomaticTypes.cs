using System.Text.Json.Nodes;
using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites.Spec;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Sites.Format;

/// <summary>One address per family, or <c>auto</c>.</summary>
internal sealed class ControlPlaneAddressesType(FieldType<IpAddr> address) : FieldType<ControlPlaneAddresses>
{
    private readonly PerFamily<IpAddr> _perFamily = new(address, "control plane IP", value => value.Family);

    public override FieldState Read(Node node, Subject subject, ReadContext context, out ControlPlaneAddresses? value)
    {
        value = new(IsAuto: true, []);
        if (Automatic.IsAuto(node))
            return FieldState.Valid;
        var state = _perFamily.Read(node, subject, context, out var written);
        value = new(IsAuto: false, written!);
        return state;
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        var schema = _perFamily.Schema(definitions);
        Automatic.AddTo(schema);
        return schema;
    }
}

/// <summary>Ranges, <c>auto</c>, or <c>{auto: 32}</c>.</summary>
internal sealed class LoadBalancerAddressesType(FieldType<IpRange> range) : FieldType<LoadBalancerAddresses>
{
    private readonly ListOf<IpRange> _ranges = new(range);
    private readonly Shape<AutoSpec> _auto = new Shape<AutoSpec>("an automatic choice", "auto")
        .Field("auto", new WholeNumberType<int>(1, int.MaxValue), (spec, value) => spec.Count = value, "How many addresses to choose.")
        .Essential("auto");

    public override FieldState Read(Node node, Subject subject, ReadContext context, out LoadBalancerAddresses? value)
    {
        value = new(IsAuto: true, null, []);
        if (Automatic.IsAuto(node))
            return FieldState.Valid;
        if (node is MappingNode)
        {
            var read = _auto.Read(node, subject, context, out var auto);
            value = new(IsAuto: true, read == FieldState.Valid ? auto!.Count.Value : null, []);
            return read;
        }

        var state = _ranges.Read(node, subject, context, out var written);
        value = new(IsAuto: false, null, written!);
        return state;
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        var schema = _ranges.Schema(definitions);
        Automatic.AddTo(schema);
        schema["oneOf"]!.AsArray().Add((JsonNode)_auto.Schema(definitions));
        return schema;
    }

    private sealed class AutoSpec : SpecObject
    {
        public Field<int> Count { get; set; }
    }
}

internal static class Automatic
{
    private const string Word = "auto";

    public static bool IsAuto(Node node) => node is ScalarNode { Text: Word };

    public static void AddTo(JsonObject schema) => schema["oneOf"]!.AsArray().Add((JsonNode)new JsonObject { ["const"] = Word });
}
