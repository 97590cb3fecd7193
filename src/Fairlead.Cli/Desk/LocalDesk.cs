using System.Runtime.CompilerServices;
using System.Text.Json;
using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Reports;
using Fairlead.Ledger;
using Fairlead.Ledger.Storage;

namespace Fairlead.Cli.Desk;

/// <summary>A ledger that this process opens itself; a server may have it open at the same time.</summary>
internal sealed class LocalDesk(Ledger.Ledger ledger) : ILedgerDesk
{
    private const int PageSize = 1000;

    private static Actor Who(string? why) => new($"cli:{Environment.UserName}", why);

    public Task<LedgerOutcome> ReserveAsync(ReserveRequest request, string? why, CancellationToken ct) => ledger.AskAsync(Keyed(request), Who(why), ct);

    public Task<LedgerOutcome> ReleaseAsync(ReleaseRequest request, string? why, CancellationToken ct) => ledger.AskAsync(request, Who(why), ct);

    public Task<LedgerOutcome> RecordAsync(RecordChangesRequest request, string? why, CancellationToken ct) => ledger.AskAsync(request, Who(why), ct);

    public async IAsyncEnumerable<Holding> ListAsync(string site, string? segment, [EnumeratorCancellation] CancellationToken ct)
    {
        if (ledger.View.Site(site) is null && ledger.View.Holdings(site, null, null, 1).Count == 0)
            throw new UnusableInputException($"There is no site '{site}' in {ledger.Place}: {(ledger.View.AllSites() is { Count: > 0 } sites ? $"it has {string.Join(", ", sites.Select(each => each.Name))}" : "load one with 'fairlead up'")}.");
        for (Guid? after = null; ;)
        {
            var page = ledger.View.Holdings(site, segment, after, PageSize);
            foreach (var holding in page)
                yield return holding;
            if (page.Count < PageSize)
                yield break;
            after = page[^1].Id;
            ct.ThrowIfCancellationRequested();
        }
    }

    public Task<IReadOnlyList<HistoryEntry>> HistoryAsync(string? site, string? subject, int most, CancellationToken ct) =>
        ledger.HistoryAsync(new HistoryQuery(0, most, site, subject) { Backwards = true }, ct);

    public Task<JsonElement> WhoAsync(IpRange asked, CancellationToken ct)
    {
        using var stream = new MemoryStream();
        AddressLookupJson.Write(ledger.View.Who(asked), stream);
        using var document = JsonDocument.Parse(stream.ToArray());
        return Task.FromResult(document.RootElement.Clone());
    }

    public ValueTask DisposeAsync() => ledger.DisposeAsync();

    /// <summary>Keys count for one caller and site, as they do through a server.</summary>
    private static ReserveRequest Keyed(ReserveRequest request) => request.Key is { } key ? request with { Key = $"{Who(null).Name} {request.Site} {key}" } : request;
}
