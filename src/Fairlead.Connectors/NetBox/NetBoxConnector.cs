using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Fairlead.Connectors.Csv;
using Fairlead.Connectors.Http;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.NetBox;

/// <summary>
/// NetBox by its REST API, or by what was exported from it. Of a server, prefixes, ranges and addresses are read page by page; VLANs and VRFs
/// come with them. Nothing is ever written.
/// </summary>
internal sealed class NetBoxConnector(SourceReference reference, ConnectorSettings settings) : Connector(new ObservedSource(SourceKind.NetBox, reference.Place), settings)
{
    private const int PageSize = 1000; // NetBox's own MAX_PAGE_SIZE
    private const int MostPages = 10_000;

    private static readonly string[] s_lists = ["prefixes", "ip-ranges", "ip-addresses"];

    protected override async Task<Observation> ReadAsync(CancellationToken ct) =>
        reference.Place.Contains("://", StringComparison.Ordinal) ? await ReadServerAsync(ct).ConfigureAwait(false) : await ReadFileAsync(ct).ConfigureAwait(false);

    private async Task<Observation> ReadFileAsync(CancellationToken ct)
    {
        var bytes = await BoundedFile.ReadAsync(reference.Place, Settings.LargestDocument, ct).ConfigureAwait(false);
        var name = Path.GetFileName(reference.Place);
        var (entries, notes) = LooksLikeJson(bytes) ? ReadJson(name, bytes) : AddressBook.Read(name, bytes);
        return new Observation { Source = Source, ReadAt = Settings.Time.GetUtcNow(), WrittenAt = BoundedFile.WrittenAt(reference.Place), Entries = entries, Notes = notes };
    }

    private static (IReadOnlyList<ObservedEntry> Entries, IReadOnlyList<ObservationNote> Notes) ReadJson(string name, byte[] bytes)
    {
        var reading = new NetBoxJson(name);
        reading.ReadExport(bytes);
        return (reading.Entries, reading.Notes);
    }

    private static bool LooksLikeJson(byte[] bytes)
    {
        var text = bytes.AsSpan().TrimStart("\uFEFF \t\r\n"u8);
        return text.Length > 0 && text[0] is (byte)'{' or (byte)'[';
    }

    private async Task<Observation> ReadServerAsync(CancellationToken ct)
    {
        using var http = new SourceHttp(reference, Settings);
        if (Credentials.Of(reference, Settings).Token is { Length: > 0 } token)
        {
            if (token.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
                throw new UnusableInputException($"{reference}: its token has blanks in it; the file holds the token alone.");
            // Tokens since 4.5 say what they are.
            http.Authorization = new AuthenticationHeaderValue(token.StartsWith("nbt_", StringComparison.Ordinal) ? "Bearer" : "Token", token);
        }

        var (entries, notes) = (new List<ObservedEntry>(), new List<ObservationNote>());
        foreach (var list in s_lists)
        {
            var reading = new NetBoxJson($"/api/ipam/{list}/");
            await ReadListAsync(http, list, reading, ct).ConfigureAwait(false);
            entries.AddRange(reading.Entries);
            notes.AddRange(reading.Notes);
        }

        return new Observation { Source = Source, ReadAt = Settings.Time.GetUtcNow(), Entries = entries, Notes = notes };
    }

    private static async Task ReadListAsync(SourceHttp http, string list, NetBoxJson reading, CancellationToken ct)
    {
        var page = new Uri(string.Create(CultureInfo.InvariantCulture, $"{http.Address.AbsoluteUri.TrimEnd('/')}/api/ipam/{list}/?limit={PageSize}"));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (seen.Add(page.PathAndQuery))
        {
            if (seen.Count > MostPages)
                throw new SourceFailureException(FailureReason.TooLarge, string.Create(CultureInfo.InvariantCulture, $"{list} has more than {MostPages} pages."), "Export what matters.");
            using var request = new HttpRequestMessage(HttpMethod.Get, page);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            var (response, body) = await http.SendAsync(request, ct).ConfigureAwait(false);
            using (response)
                Judge(response.StatusCode, page);
            if (reading.ReadPage(body) is not { } next)
                return;
            page = NextOf(http.Address, next);
        }

        throw SourceFailureException.Malformed(page.AbsolutePath, "the pages lead in a circle", "Look what stands between Fairlead and NetBox.");
    }

    private static void Judge(HttpStatusCode status, Uri page)
    {
        if (status == HttpStatusCode.NotFound)
            throw new SourceFailureException(FailureReason.NotFound, $"there is no {page.AbsolutePath} (status 404).", "Name NetBox's address as its pages have it, with BASE_PATH if it has one.");
        if (status != HttpStatusCode.OK)
            throw new SourceFailureException(FailureReason.Refused, string.Create(CultureInfo.InvariantCulture, $"it answers {page.AbsolutePath} with status {(int)status}."), "Look into NetBox's log.");
    }

    /// <summary>Behind a proxy, NetBox may take itself for plain HTTP: scheme and port stay those that the user named. Another host never gets the token.</summary>
    private static Uri NextOf(Uri address, string next)
    {
        if (!Uri.TryCreate(address, next, out var link) || link.Scheme is not ("http" or "https") || !link.Host.Equals(address.Host, StringComparison.OrdinalIgnoreCase))
            throw new SourceFailureException(FailureReason.Refused, $"its next page is on another host ({Core.Sites.Text.Excerpt.Of(next)}), and the token is not carried there.", "Look at NetBox's reverse proxy: it should pass the Host header on.");
        return new Uri(new Uri(address.GetLeftPart(UriPartial.Authority)), link.PathAndQuery);
    }
}
