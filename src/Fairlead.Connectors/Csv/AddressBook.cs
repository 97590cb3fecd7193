using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.Csv;

/// <summary>A sheet of prefixes, ranges or addresses, one or several to a row. A row that is not understood in full is left out, with a note.</summary>
internal static class AddressBook
{
    private const int MostNotes = 200;

    private static readonly SheetField[] s_holders =
    [
        SheetField.Subnet, SheetField.Reserved, SheetField.First, SheetField.Last, SheetField.Address, SheetField.Gateway, SheetField.DhcpRange, SheetField.DhcpStart, SheetField.DhcpEnd,
        SheetField.ControlPlaneIP, SheetField.LoadBalancer,
    ];

    /// <param name="file">The name that notes say.</param>
    /// <exception cref="SourceFailureException">Nothing in it can be used.</exception>
    public static (IReadOnlyList<ObservedEntry> Entries, IReadOnlyList<ObservationNote> Notes) Read(string file, byte[] bytes)
    {
        var (entries, notes, leftOut) = (new List<ObservedEntry>(), new List<ObservationNote>(), 0);
        try
        {
            var sheet = Sheet.Open(file, SheetBytes.Of(file, bytes), [], SheetVocabulary.Book);
            if (!Array.Exists(s_holders, sheet.Columns.Has))
                throw new SheetException($"{file}: no column holds prefixes, ranges or addresses (such as Prefix, Subnet, Start and End, IP address); its columns are {string.Join(", ", Enumerable.Range(0, sheet.Columns.Count).Select(sheet.Columns.Title))}.");
            if (Array.Exists([SheetField.Dns, SheetField.Cluster, SheetField.Esxi, SheetField.LeaseTime], sheet.Columns.Has))
                notes.Add(new(string.Create(CultureInfo.InvariantCulture, $"{file}:{sheet.HeaderLine}"), "columns of a network plan (DNS, clusters, hosts, lease times) are not addresses and are left out; 'fairlead init --from-csv' reads them."));
            foreach (var row in sheet.Rows())
            {
                if (row.IsBlank || !row.HasAny(s_holders))
                    continue;
                var where = string.Create(CultureInfo.InvariantCulture, $"{file}:{row.Line}");
                try
                {
                    entries.AddRange(EntriesOf(row, where).ToList());
                }
                catch (SheetCellException exception)
                {
                    if (++leftOut <= MostNotes)
                        notes.Add(new(where, $"the row is left out: {exception.Message}."));
                }
            }
        }
        catch (SheetException exception)
        {
            // The message names the file by itself.
            throw new SourceFailureException(FailureReason.Malformed, string.Concat(exception.Message.Select(c => char.IsControl(c) ? ' ' : c)), "Name a CSV file whose first rows name its columns.", exception);
        }

        if (leftOut > MostNotes)
            notes.Add(new(file, string.Create(CultureInfo.InvariantCulture, $"{leftOut - MostNotes} more rows are left out.")));
        return (entries, notes);
    }

    private static IEnumerable<ObservedEntry> EntriesOf(SheetRow row, string where)
    {
        ObservedEntry Entry(EntryKind kind, IpRange range, string? role = null, string? status = null) => new(kind, range, where)
        {
            AddressSpace = Text(row, SheetField.Space) is { } space && !space.Equals("global", StringComparison.OrdinalIgnoreCase) ? space : null,
            Status = status ?? Text(row, SheetField.Status)?.ToLowerInvariant(),
            Role = role ?? Text(row, SheetField.Role),
            Name = Text(row, SheetField.Owner) ?? Text(row, SheetField.Name) ?? Text(row, SheetField.PortGroup),
            Description = Text(row, SheetField.Description),
            Vlan = VlanOf(Text(row, SheetField.Vlan), out var vlanName),
            VlanName = vlanName,
            Site = Text(row, SheetField.Site),
        };

        if (Text(row, SheetField.Subnet) is { } subnet)
            yield return Entry(EntryKind.Prefix, SheetCells.Prefix(subnet, row.One(SheetField.Mask)).Range);
        if (row.HasAny(SheetField.First, SheetField.Last))
            yield return Entry(EntryKind.Range, Between(row, SheetField.First, SheetField.Last));
        foreach (var range in row.All(SheetField.Reserved).SelectMany(SheetCells.Ranges))
            yield return Entry(EntryKind.Range, range);
        if (row.HasAny(SheetField.DhcpStart, SheetField.DhcpEnd))
            yield return Entry(EntryKind.Range, Between(row, SheetField.DhcpStart, SheetField.DhcpEnd), status: "dhcp");
        foreach (var text in row.All(SheetField.DhcpRange).Where(text => SheetCells.YesOrNo(text) is null))
        {
            foreach (var range in SheetCells.Ranges(text))
                yield return Entry(EntryKind.Range, range, status: "dhcp");
        }

        foreach (var address in row.All(SheetField.Gateway).SelectMany(SheetCells.Addresses))
            yield return Entry(EntryKind.Address, IpRange.Single(address), "gateway");
        foreach (var address in row.All(SheetField.ControlPlaneIP).SelectMany(SheetCells.Addresses))
            yield return Entry(EntryKind.Address, IpRange.Single(address), "vip");
        foreach (var range in row.All(SheetField.LoadBalancer).SelectMany(SheetCells.Ranges))
            yield return Entry(EntryKind.Range, range, "load balancer");
        foreach (var text in row.All(SheetField.Address))
            yield return Entry(EntryKind.Address, IpRange.Single(AddressOf(text)));
    }

    private static IpRange Between(SheetRow row, SheetField first, SheetField last) => row.HasAny(first) && row.HasAny(last)
        ? SheetCells.Range(WithoutLength(row.One(first)), WithoutLength(row.One(last)))
        : throw new SheetCellException("its range has only one end");

    /// <summary>NetBox writes addresses with the length of their prefix.</summary>
    private static IpAddr AddressOf(string text) => SheetCells.Address(WithoutLength(text));

    private static string WithoutLength(string text) => text.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 && int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _) ? text[..slash] : text;

    /// <summary>A number, or as NetBox exports it: <c>servers (220)</c>.</summary>
    private static int? VlanOf(string? text, out string? name)
    {
        name = null;
        if (text is null)
            return null;
        var bracket = text.LastIndexOf('(');
        if (bracket > 0 && text[^1] == ')')
        {
            name = text[..bracket].TrimEnd();
            text = text[(bracket + 1)..^1];
        }

        return SheetCells.Vlan(text);
    }

    private static string? Text(SheetRow row, SheetField field) => row.One(field) is { Length: > 0 } text ? text : null;
}
