using System.Globalization;
using System.Text;
using Fairlead.Core.Addressing;
using Fairlead.Core.Importing;
using Fairlead.Core.Sites.Text;

namespace Fairlead.SiteFiles.Merging;

/// <summary>
/// Puts into a site file what a draft has and the file has not. Nothing that stands there changes: comments, layout, line ends and byte order
/// mark stay. What differs is a conflict and stays too. A second time there is nothing to add.
/// </summary>
public sealed class SiteMerge
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>Fields that say where addresses lie, and not that they are somebody's.</summary>
    private static readonly string[] s_networks = ["prefix", "podCIDR", "serviceCIDR", "noProxy"];

    private readonly SourceFile _file;
    private readonly SourceLayout _layout;
    private readonly DraftText _text;
    private readonly List<(int Offset, string Text)> _edits = [];
    private readonly List<string> _added = [];
    private readonly List<MergeConflict> _conflicts = [];
    private IpSet _known = IpSet.Empty;

    private SiteMerge(SourceFile file)
    {
        _file = file;
        _layout = new SourceLayout(file.Text);
        _text = new DraftText(_layout.NewLine, file.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A new file of a draft alone.</summary>
    public static byte[] Write(SiteDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var head = $"""
            # {YamlScalar.Comment(draft.Origin)}
            # Check it with 'fairlead plan FILE'. All fields: 'fairlead schema'; what a finding means: 'fairlead explain RULE'.
            apiVersion: fairlead.dev/v1
            kind: Site
            name: {YamlScalar.Of(draft.Name)}
            profile: {YamlScalar.Of(draft.Profile)}

            """.ReplaceLineEndings("\n");
        return Into("site.yaml", Encoding.UTF8.GetBytes(head), draft).Bytes;
    }

    /// <summary>The segments of a file by their own names and vSphere's: what a cluster of a template may stand on.</summary>
    public static IReadOnlyList<string> SegmentsOf(string name, ReadOnlySpan<byte> bytes) =>
        [.. SiteFileReader.Parse(name, bytes).SelectMany(document => ItemsOf((document.Root as MappingNode)?["segments"])).SelectMany(segment => new[] { TextOf(segment["name"]), TextOf(segment["vsphereNetwork"]) }).OfType<string>()];

    /// <param name="name">The file's name: decides between JSON and YAML, and stands in messages.</param>
    /// <exception cref="SiteFileException">The file can't be read, holds no site that is meant, or can't be added to; nothing is changed.</exception>
    public static MergeResult Into(string name, ReadOnlySpan<byte> bytes, SiteDraft draft, string? siteName = null)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var documents = SiteFileReader.Parse(name, bytes);
        var (root, number) = SiteOf(name, documents, siteName);
        var merge = new SiteMerge(documents[0].File);
        merge.Merge(root, documents, draft);
        if (merge._edits.Count == 0)
            return new(bytes.ToArray(), [], merge._conflicts);
        var text = merge.Edited();
        var merged = Encoding.UTF8.GetBytes(text);
        RefuseBroken(name, documents, number, SiteFileReader.Parse(name, merged), draft);
        return new(bytes.StartsWith(ByteOrderMark) ? [.. ByteOrderMark, .. merged] : merged, merge._added, merge._conflicts);
    }

    private static (MappingNode Root, int Number) SiteOf(string name, IReadOnlyList<SourceDocument> documents, string? siteName)
    {
        if (documents.FirstOrDefault(document => document.Errors.Count > 0) is { } broken)
            throw new SiteFileException($"{name}:{broken.Errors[0].Line}: {broken.Errors[0].Message} ({broken.Errors[0].Hint})");
        var sites = documents.Select((document, i) => (Root: document.Root as MappingNode, Number: i)).Where(each => TextOf(each.Root?["kind"]) == "Site").ToList();
        var meant = siteName is null ? sites : sites.FindAll(site => TextOf(site.Root!["name"]) == siteName);
        return meant switch
        {
            [var one] => (one.Root!, one.Number),
            [] => throw new SiteFileException(sites.Count == 0 ? $"{name} holds no site (kind: Site) to import into." : $"{name} holds no site '{siteName}'; it has {string.Join(", ", sites.Select(site => TextOf(site.Root!["name"])))}."),
            _ => throw new SiteFileException($"{name} holds {meant.Count} sites; say with --name which one is meant."),
        };
    }

    /// <summary>What was written has to be what was meant: read again, it adds nothing, and everything before is still there.</summary>
    private static void RefuseBroken(string name, IReadOnlyList<SourceDocument> before, int number, IReadOnlyList<SourceDocument> after, SiteDraft draft)
    {
        var isWhole = after.Count == before.Count && after.All(document => document.Errors.Count == 0)
            && before.Zip(after).All(pair => Holds(pair.Second.Root, pair.First.Root));
        if (isWhole)
        {
            var again = new SiteMerge(after[0].File);
            again.Merge((MappingNode)after[number].Root!, after, draft);
            isWhole = again._edits.Count == 0;
        }

        if (!isWhole)
            throw new SiteFileException($"{name}: its layout (anchors, texts of several lines inside brackets, or tabs) leaves no place to add to safely; nothing is changed. Import into a new file with -o, and take over what is missing.");
    }

    private static bool Holds(Node? now, Node? before) => (now, before) switch
    {
        (_, null or ScalarNode { Kind: ScalarKind.Null }) => true,
        (ScalarNode one, ScalarNode two) => one.Text == two.Text && one.Kind == two.Kind,
        (ListNode one, ListNode two) => one.Items.Count >= two.Items.Count && two.Items.Select((item, i) => Holds(one.Items[i], item)).All(holds => holds),
        (MappingNode one, MappingNode two) => one.Entries.Count >= two.Entries.Count && two.Entries.All(entry => Holds(one[entry.Key], two[entry.Key])),
        _ => false,
    };

    private string Edited()
    {
        var text = new StringBuilder();
        var from = 0;
        foreach (var edit in _edits.OrderBy(edit => edit.Offset))
        {
            text.Append(_file.Text, from, edit.Offset - from);
            // A last line without its end.
            if (edit.Offset == _file.Text.Length && text.Length > 0 && text[^1] is not ('\n' or '\r') && edit.Text.EndsWith('\n'))
                text.Append(_layout.NewLine);
            text.Append(edit.Text);
            from = edit.Offset;
        }

        return text.Append(_file.Text, from, _file.Text.Length - from).ToString();
    }

    private void Merge(MappingNode root, IReadOnlyList<SourceDocument> documents, SiteDraft draft)
    {
        _known = IpSet.Of(documents.SelectMany(document => AddressesOf(document.Root)));
        var segments = ItemsOf(root["segments"]).ToList();
        string NameOf(SegmentDraft segment) => Find(segments, DraftTree.OfSegment(segment), ItemKind.Segment) is { } known && TextOf(known["name"]) is { } name ? name : segment.Name.Text;

        var tree = DraftTree.Of(draft, NameOf);
        // Clusters in documents of their own are merged where they stand.
        var own = documents.Select(document => document.Root as MappingNode).Where(each => TextOf(each?["kind"]) == "Cluster" && TextOf(each?["site"]) == TextOf(root["name"])).ToList();
        if (own.Count > 0 && tree["clusters"] is DraftItems clusters)
        {
            var inside = new List<DraftMapping>();
            foreach (var cluster in clusters.Items)
            {
                if (own.Find(each => TextOf(each?["name"]) == cluster.TextOf("name")) is { } document)
                    MergeMapping(document, cluster, $"clusters.{cluster.TextOf("name")}");
                else
                    inside.Add(cluster);
            }

            tree = new([.. tree.Fields.Where(field => field.Key != "clusters"), .. inside.Count == 0 ? [] : new[] { KeyValuePair.Create("clusters", (DraftNode)new DraftItems(inside, ItemKind.Named)) }]);
        }

        MergeMapping(root, tree, "");
    }

    private void MergeMapping(MappingNode node, DraftMapping draft, string path)
    {
        var missing = new List<KeyValuePair<string, DraftNode>>();
        foreach (var (key, value) in draft.Fields)
        {
            var at = path.Length == 0 ? key : $"{path}.{key}";
            if (node.Entries.FirstOrDefault(entry => entry.Key == key) is not { } entry)
            {
                if (Missing(node, key, value) is { } lacking)
                    missing.Add(new(key, lacking));
            }
            else if (entry.Value is ScalarNode { Kind: ScalarKind.Null } && value is not DraftScalar)
            {
                AddBelow(entry, node, value, at);
            }
            else
            {
                MergeValue(entry.Value, value, at);
            }
        }

        if (missing.Count == 0)
            return;
        _added.AddRange(missing.Select(field => path.Length == 0 ? field.Key : $"{path}.{field.Key}"));
        if (!_layout.IsFlow(node))
        {
            _edits.Add((_layout.EndOfBlock(node), _text.Fields(missing, node.Column - 1)));
            return;
        }

        foreach (var (key, value) in missing)
            AddToFlow(node, $"{_text.Key(key)}: {_text.Flow(value)}", isFirst: key == missing[0].Key);
    }

    /// <summary>What of a field is missing in a mapping without it; null: nothing, although it is not written.</summary>
    private DraftNode? Missing(MappingNode node, string key, DraftNode value) => (key, value) switch
    {
        // The default of vsphereNetwork is the name.
        ("vsphereNetwork", DraftScalar scalar) when TextOf(node["name"]) == scalar.Value.Text => null,
        ("for", _) when node["range"] is not null => null,
        ("reserved", DraftItems items) => NotKnown(items),
        _ => value,
    };

    private DraftItems? NotKnown(DraftItems items) =>
        items.Items.Where(item => RangeOf(item.TextOf("range")) is not { } range || !_known.Contains(range)).ToList() is { Count: > 0 } rest ? items with { Items = rest } : null;

    private void MergeValue(Node node, DraftNode draft, string path)
    {
        switch (draft, node)
        {
            case (DraftScalar { IsKept: true }, _):
                break;
            case (DraftScalar scalar, ScalarNode own):
                if (!IsSame(own.Text, scalar.Value.Text))
                    Conflict(own, path, own.Text, scalar.Value.Text, scalar.Value.From);
                break;
            case (DraftMapping mapping, MappingNode own):
                MergeMapping(own, mapping, path);
                break;
            case (DraftValues values, ListNode or ScalarNode):
                MergeValues(node, values, path);
                break;
            case (DraftItems items, ListNode own):
                MergeItems(own, items, path);
                break;
            default:
                Conflict(node, path, node.Description, draft is DraftScalar one ? one.Value.Text : _text.Flow(draft), null);
                break;
        }
    }

    private void MergeValues(Node node, DraftValues draft, string path)
    {
        var own = node is ListNode list ? list.Items.OfType<ScalarNode>().Select(item => item.Text).ToList() : [((ScalarNode)node).Text];
        var covered = IpSet.Of(own.Select(RangeOf).OfType<IpRange>());
        var missing = draft.Values.Where(value => !own.Exists(text => IsSame(text, value.Text)) && !(draft.IsSet && RangeOf(value.Text) is { } range && covered.Contains(range))).ToList();
        if (missing.Count == 0)
            return;
        if (!draft.IsSet || node is not ListNode into)
        {
            Conflict(node, path, string.Join(", ", own), string.Join(", ", draft.Values.Select(value => value.Text)), missing[0].From);
            return;
        }

        _added.AddRange(missing.Select(value => $"{path} {value.Text}"));
        if (!_layout.IsFlow(into))
        {
            _edits.Add((_layout.EndOfBlock(into), _text.Values(missing, into.Column - 1)));
            return;
        }

        for (var i = 0; i < missing.Count; i++)
            AddToFlow(into, _text.Flow(missing[i].Text, isNumber: false), isFirst: i == 0);
    }

    private void MergeItems(ListNode node, DraftItems draft, string path)
    {
        var own = ItemsOf(node).ToList();
        if (draft.Kind == ItemKind.Scope && ScopesOf(own).Equals(ScopesOf(draft)))
            return;
        var missing = new List<DraftMapping>();
        var met = new HashSet<MappingNode>(ReferenceEqualityComparer.Instance);
        foreach (var item in draft.Items)
        {
            var label = item.TextOf("name") ?? item.TextOf("range") ?? "";
            if (draft.Kind == ItemKind.Reserved)
            {
                // What it is kept for is prose: a range that the file names in any way needs no second mention.
                if (RangeOf(label) is { } reserved && _known.Contains(reserved))
                    continue;
                missing.Add(item);
                _added.Add($"{path} {label}");
            }
            else if (Find(own, item, draft.Kind) is { } known)
            {
                if (draft.Kind == ItemKind.Segment && known["prefix"] is { } prefix && (!HasPrefixOf(known, item) || !met.Add(known)))
                {
                    // Another segment of that name, or two of the source for one of the file: nothing of it may be mixed in.
                    Conflict(prefix, $"{path}.{TextOf(known["name"])}.prefix", string.Join(", ", TextsOf(prefix)), $"{_text.Flow(item["prefix"]!)} ('{label}')", (item["name"] as DraftScalar)?.Value.From);
                    continue;
                }

                var at = draft.Kind is ItemKind.Named or ItemKind.Segment ? $"{path}.{TextOf(known["name"]) ?? label}" : $"{path} {label}";
                MergeMapping(known, draft.Kind == ItemKind.Segment ? Fitting(known, item) : item, at);
            }
            else if (draft.Kind == ItemKind.Scope && RangeOf(label) is { } scope && own.Find(each => RangeOf(TextOf(each["range"])) is { } range && range.Overlaps(scope)) is { } other)
            {
                Conflict(other, path, TextOf(other["range"]) ?? "", label, (item["range"] as DraftScalar)?.Value.From);
            }
            else
            {
                missing.Add(item);
                _added.Add($"{path} {label}");
            }
        }

        if (missing.Count == 0)
            return;
        if (!_layout.IsFlow(node))
        {
            _edits.Add((_layout.EndOfBlock(node), _text.Items(missing, node.Column - 1)));
            return;
        }

        for (var i = 0; i < missing.Count; i++)
            AddToFlow(node, _text.Flow(missing[i]), isFirst: i == 0);
    }

    /// <summary>A segment under the file's own name, and without what belongs to another addressing than the file's.</summary>
    private static DraftMapping Fitting(MappingNode known, DraftMapping draft)
    {
        var isOther = TextOf(known["addressing"]) is { } addressing && addressing != draft.TextOf("addressing");
        return draft with { Fields = [.. draft.Fields.Where(field => field.Key != "name" && !(isOther && field.Key is "dhcp" or "pool"))] };
    }

    private static MappingNode? Find(List<MappingNode> own, DraftMapping item, ItemKind kind) => kind switch
    {
        ItemKind.Scope => own.Find(each => RangeOf(TextOf(each["range"])) is { } range && range.Equals(RangeOf(item.TextOf("range")))),
        ItemKind.Named => own.Find(each => TextOf(each["name"]) == item.TextOf("name")),
        // Names are often made up here; a prefix is what a segment is.
        _ => own.Find(each => TextOf(each["addressSpace"]) == item.TextOf("addressSpace") && HasPrefixOf(each, item))
            ?? own.Find(each => TextOf(each["name"]) == item.TextOf("name"))
            ?? own.Find(each => item.TextOf("vsphereNetwork") is { } network && (TextOf(each["vsphereNetwork"]) ?? TextOf(each["name"])) == network),
    };

    private static bool HasPrefixOf(MappingNode known, DraftMapping item) =>
        item["prefix"] is DraftValues prefixes && TextsOf(known["prefix"]).Any(text => prefixes.Values.Any(prefix => IsSame(text, prefix.Text)));

    private void AddBelow(MappingEntry entry, MappingNode node, DraftNode value, string path)
    {
        _added.Add(path);
        var indent = node.Column + 1;
        var text = value switch
        {
            DraftMapping mapping => _text.Fields(mapping.Fields, indent),
            DraftItems items => _text.Items(items.Items, indent),
            DraftValues values => _text.Values(values.Values, indent),
            _ => "",
        };
        _edits.Add((_layout.StartOf(entry.Line + 1), text));
    }

    private void AddToFlow(Node node, string piece, bool isFirst)
    {
        if (_layout.EndOfFlow(node) is not { } end)
            throw new SiteFileException($"{_file.Name}:{node.Line}: the bracket here is not closed in a way that can be added to; nothing is changed.");
        _edits.Add((end.Offset, isFirst ? $"{(end.NeedsComma ? "," : "")}{end.Before}{piece}" : $",{(end.Before.Length == 0 ? " " : end.Before)}{piece}"));
    }

    private void Conflict(Node node, string path, string has, string imported, string? from) =>
        _conflicts.Add(new(path, string.Create(CultureInfo.InvariantCulture, $"{_file.Name}:{node.Line}"), Excerpt.Of(has), Excerpt.Of(imported), from));

    private static bool IsSame(string one, string two) =>
        one == two || (RangeOf(one) is { } range && range.Equals(RangeOf(two))) || (Duration.TryParse(one, out var first) && Duration.TryParse(two, out var second) && first == second);

    private static IpRange? RangeOf(string? text) => IpRange.TryParse(text, out var range, out _) ? range : null;

    private static string? TextOf(Node? node) => (node as ScalarNode)?.Text;

    private static IEnumerable<string> TextsOf(Node? node) => node is ListNode list ? list.Items.Select(TextOf).OfType<string>() : TextOf(node) is { } text ? [text] : [];

    private static IEnumerable<MappingNode> ItemsOf(Node? node) => (node as ListNode)?.Items.OfType<MappingNode>() ?? [];

    private static IpSet ScopesOf(List<MappingNode> scopes) => IpSet.Of(scopes.Select(scope => RangeOf(TextOf(scope["range"]))).OfType<IpRange>())
        .Except(IpSet.Of(scopes.SelectMany(scope => TextsOf(scope["exclude"])).Select(RangeOf).OfType<IpRange>()));

    private static IpSet ScopesOf(DraftItems scopes) => IpSet.Of(scopes.Items.Select(scope => RangeOf(scope.TextOf("range"))).OfType<IpRange>())
        .Except(IpSet.Of(scopes.Items.Select(scope => scope["exclude"]).OfType<DraftValues>().SelectMany(values => values.Values).Select(value => RangeOf(value.Text)).OfType<IpRange>()));

    /// <summary>Every address that the file speaks of, prefixes apart.</summary>
    private static IEnumerable<IpRange> AddressesOf(Node? node) => node switch
    {
        ScalarNode scalar => RangeOf(scalar.Text) is { } range ? [range] : [],
        ListNode list => list.Items.SelectMany(AddressesOf),
        MappingNode mapping => mapping.Entries.Where(entry => !s_networks.Contains(entry.Key)).SelectMany(entry => AddressesOf(entry.Value)),
        _ => [],
    };
}
