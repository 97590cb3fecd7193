using Fairlead.Core.Diagnostics;
using Fairlead.Core.Rules;
using Fairlead.Core.Sites.Format;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Sites;

/// <summary>What must be known of a document before its fields can be read: its kind, and whose it is.</summary>
/// <param name="Name">Null when it is missing or not text: the document then bears its file's name and drops out.</param>
/// <param name="Site">A Cluster document's site, on the same terms.</param>
internal sealed record DocumentHead(string File, int Order, MappingNode Root, string Kind, string? Name, string? Site)
{
    /// <returns>Null when the document drops out; a finding says why.</returns>
    public static DocumentHead? Read(SourceDocument document, int order, InputFindings findings)
    {
        var file = document.File.Name;
        var nameless = Subject.Document(file, order);
        var context = new ReadContext(file, site: null, findings);
        foreach (var error in document.Errors)
            context.Report(RuleCatalog.YamlSyntax, nameless, context.Locate(error.Line, error.Column), error.Message, error.Hint);
        if (document.Root is null or ScalarNode { Kind: ScalarKind.Null })
            return null;
        if (document.Root is not MappingNode root)
        {
            context.ReportWrongType(nameless, document.Root, "a Site or Cluster document (a mapping)", "begin with 'apiVersion: fairlead.dev/v1'");
            return null;
        }

        return new Reader(file, order, root, findings).Read();
    }

    private sealed class Reader(string file, int order, MappingNode root, InputFindings findings)
    {
        private readonly string? _name = Text(root["name"]);
        private readonly string? _site = Text(root["site"]);
        private readonly string? _kind = Text(root["kind"]);

        public DocumentHead? Read()
        {
            var version = IsOneOf("apiVersion", SiteFormat.ApiVersion);
            var kind = IsOneOf("kind", SiteFormat.SiteKind, SiteFormat.ClusterKind);
            return version && kind ? new DocumentHead(file, order, root, _kind!, _name, _kind == SiteFormat.ClusterKind ? _site : null) : null;
        }

        private Subject Subject => _kind == SiteFormat.ClusterKind && _name is not null && _site is not null
            ? Diagnostics.Subject.Document(_site, order).Field("clusters").Named(_name, order)
            : Diagnostics.Subject.Document(_name ?? file, order);

        private bool IsOneOf(string field, params string[] words)
        {
            var node = root[field];
            var context = new ReadContext(file, _kind == SiteFormat.ClusterKind ? _site : _name, findings);
            if (node is null or ScalarNode { Kind: ScalarKind.Null })
            {
                context.Report(RuleCatalog.MissingOrWrongType, Subject.Field(field), root, $"The document needs '{field}'; it is left out.", $"add '{field}: {words[0]}'");
                return false;
            }

            if (node is not ScalarNode scalar)
            {
                context.ReportWrongType(Subject.Field(field), node, string.Join(" or ", words));
                return false;
            }

            if (words.Contains(scalar.Text))
                return true;
            var hint = field == "kind" && Nearest.Of(scalar.Text, words) is { } nearest ? $"did you mean {nearest}?" : $"write '{field}: {string.Join(" or ", words)}'";
            context.Report(RuleCatalog.UnsupportedVersion, Subject.Field(field), node, $"{field} '{Excerpt.Of(scalar.Text)}' is not known; the document is left out.", hint);
            return false;
        }

        private static string? Text(Node? node) =>
            node is ScalarNode { Kind: ScalarKind.Text, IsOneLine: true } scalar && !string.IsNullOrWhiteSpace(scalar.Text) ? scalar.Text : null;
    }
}
