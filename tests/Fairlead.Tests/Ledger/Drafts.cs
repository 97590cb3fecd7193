using System.Text;
using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Ledger;
using Fairlead.Ledger.Storage;
using Fairlead.Ledger.Writing;
using Xunit;

namespace Fairlead.Tests.Ledger;

/// <summary>A ledger's logic without a store: what would be committed counts as stored.</summary>
internal sealed class Drafts
{
    public static readonly Actor Alice = new("oidc:alice", "a new shop");

    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly Clock _clock = new();

    public Drafts(params string[] sites)
    {
        Draft = new LedgerDraft(new LedgerContents([], [], 0), _clock);
        foreach (var site in sites)
            Assert.IsType<SiteLoaded>(Put(site));
    }

    public LedgerDraft Draft { get; private set; }

    /// <summary>What the last change would store.</summary>
    public LedgerWrite? LastWrite { get; private set; }

    public HashSet<ClaimRow> Rows { get; } = [];

    public void Pass(TimeSpan time)
    {
        _clock.Now += time;
        HoldingDecisions.Expire(Draft);
        Commit();
    }

    public LedgerOutcome Put(string yaml, long? revision = null)
    {
        var name = yaml.Split('\n').First(line => line.StartsWith("name: ", StringComparison.Ordinal))[6..];
        return After(SiteDecisions.Put(Draft, new PutSiteRequest(name, [new StoredFile($"{name}.yaml", Encoding.UTF8.GetBytes(yaml))], revision), Alice));
    }

    public LedgerOutcome Delete(string site) => After(SiteDecisions.Delete(Draft, new DeleteSiteRequest(site), Alice));

    public LedgerOutcome Reserve(string owner, string? address = null, ClaimKind kind = ClaimKind.LoadBalancer, int count = 1, string segment = "k8s", DateTimeOffset? until = null) =>
        After(ReserveDecision.Decide(Draft, new ReserveRequest("madrid", segment, kind, owner) { Address = address is null ? null : IpRange.Parse(address), Count = count, Until = until }, Alice));

    public LedgerOutcome Release(Guid id) => After(HoldingDecisions.Release(Draft, new ReleaseRequest("madrid", id), Alice));

    public LedgerOutcome Activate(Guid id) => After(HoldingDecisions.Activate(Draft, new ActivateRequest("madrid", id), Alice));

    public void See(string address, bool answered, bool byMember = false)
    {
        HoldingDecisions.Observe(Draft, new ObserveRequest("default", IpAddr.Parse(address), new Sighting(_clock.Now, answered, "lab"), byMember), Alice);
        Commit();
    }

    public Holding At(string address) => Assert.Single(Draft.Holdings.Touching("default", IpRange.Parse(address)));

    public bool PlanForToday() => Draft.PlanForToday();

    public Holding? Find(string address) => Draft.Holdings.Touching("default", IpRange.Parse(address)).SingleOrDefault();

    private LedgerOutcome After(LedgerOutcome outcome)
    {
        Commit();
        return outcome;
    }

    /// <summary>As a store would, with the promise that exclusive, unaccepted claims are disjoint.</summary>
    private void Commit()
    {
        if (!Draft.HasChanges)
            return;
        LastWrite = Draft.ToWrite([], null);
        foreach (var row in LastWrite.ClaimsGone)
            Assert.True(Rows.Remove(row), $"{row} was never there");
        foreach (var row in LastWrite.ClaimsNew)
            Assert.True(Rows.Add(row), $"{row} is there twice");
        var held = Rows.Where(row => row is { IsExclusive: true, IsAccepted: false }).Select(row => (row.AddressSpace, row.Range))
            .Concat(Draft.Holdings.All.Select(holding => (holding.AddressSpace, holding.Range)))
            .OrderBy(claim => claim.AddressSpace, StringComparer.Ordinal).ThenBy(claim => claim.Range).ToList();
        foreach (var (one, other) in held.Zip(held.Skip(1)))
            Assert.False(one.AddressSpace == other.AddressSpace && one.Range.Overlaps(other.Range), $"{one.Range} and {other.Range} are both held");
        Assert.Equal(LastWrite.Entries.Select((_, index) => Draft.LastEntry - LastWrite.Entries.Count + 1 + index), LastWrite.Entries.Select(entry => entry.Id));
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Noon;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
