using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Endpoints;

/// <summary>A catalogue in a file of its own, in the format of the embedded one: what <c>fairlead endpoints export --format json</c> writes.</summary>
public static class CatalogFile
{
    /// <summary>The catalogue, or everything that is wrong with it.</summary>
    public static bool TryRead(SourceDocument document, [NotNullWhen(true)] out EndpointCatalog? catalog, out IReadOnlyList<CatalogFault> faults)
    {
        ArgumentNullException.ThrowIfNull(document);
        catalog = null;
        faults = [.. document.Errors.Select(error => new CatalogFault(error.Line, error.Column, error.Message, error.Hint))];
        if (faults.Count > 0 || document.Root is null)
            return false;
        faults = CatalogCheck.FaultsOf(document.Root);
        if (faults.Count > 0)
            return false;
        using var json = JsonDocument.Parse(JsonOf(document.Root)!.ToJsonString());
        catalog = EndpointJson.Read(json.RootElement);
        return true;
    }

    private static JsonNode? JsonOf(Node node) => node switch
    {
        MappingNode mapping => new JsonObject(mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key, JsonOf(entry.Value)))),
        ListNode list => new JsonArray([.. list.Items.Select(JsonOf)]),
        ScalarNode { Kind: ScalarKind.WholeNumber } number => JsonValue.Create(int.Parse(number.Text, CultureInfo.InvariantCulture)),
        ScalarNode { Kind: ScalarKind.Boolean } truth => JsonValue.Create(truth.Text == "true"),
        ScalarNode { Kind: ScalarKind.Text } text => JsonValue.Create(text.Text),
        _ => null,
    };
}
