using Fairlead.Core.Sites.Format;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Sites;

/// <summary>Which site a document speaks of.</summary>
public static class DocumentOwner
{
    /// <returns>A Site document's own name, a Cluster document's site; null when that can't be read, which the reader of estates reports.</returns>
    public static string? SiteOf(SourceDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (document.Root is not MappingNode root)
            return null;
        var field = root["kind"] is ScalarNode { Text: SiteFormat.ClusterKind } ? "site" : "name";
        return root[field] is ScalarNode { Kind: ScalarKind.Text } name ? name.Text : null;
    }
}
