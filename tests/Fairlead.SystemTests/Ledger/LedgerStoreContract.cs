using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Observations;
using Fairlead.Ledger;
using Fairlead.Ledger.Observing;
using Fairlead.Ledger.Storage;
using Xunit;
using static Fairlead.SystemTests.Ledger.LedgerSamples;

namespace Fairlead.SystemTests.Ledger;

/// <summary>What every store of the ledger promises. A subclass per database says how to get one, and how to go round it.</summary>
public abstract class LedgerStoreContract : IAsyncDisposable
{
    private readonly List<IPortableStore> _stores = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fairlead-ledger-");

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Of the databases that this test made.</summary>
    protected string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>A store on a database of its own, not opened.</summary>
    protected abstract Task<IPortableStore> MakeAsync();

    /// <summary>Another store on the database of this one, as another process has it; not opened.</summary>
    protected abstract IPortableStore MakeBeside(IPortableStore store);

    /// <summary>Runs SQL past Fairlead.</summary>
    /// <returns>What the database says against it; null: it took it.</returns>
    protected abstract Task<string?> SqlAsync(IPortableStore store, string sql);

    /// <summary>SQL that adds a claim of a site file with this text as its source.</summary>
    protected abstract string InsertOf(string first, string last, string source, string space, bool isExclusive, bool isAccepted);

    /// <summary>SQL that moves the claim with this source.</summary>
    protected abstract string MoveOf(string source, string first, string last);

    /// <summary>SQL that adds a history entry.</summary>
    protected abstract string EntryOf(long id);

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores) await store.DisposeAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_new_ledger_is_empty_and_opens_again()
    {
        var store = await OpenNewAsync();
        var contents = await store.OpenAsync(Ct);
        Assert.Empty(contents.Sites);
        Assert.Empty(contents.Holdings);
        Assert.Equal(0, contents.LastEntry);
        Assert.Empty(await store.VerifyAsync(Ct));
    }

    [Fact]
    public async Task What_sources_said_is_kept_until_it_is_forgotten()
    {
        var store = await OpenNewAsync();
        var (kea, vcenter, at) = (new ObservedSource(SourceKind.Kea, "/etc/kea.conf"), new ObservedSource(SourceKind.VCenter, "vc"), new DateTimeOffset(2026, 11, 26, 10, 0, 0, TimeSpan.Zero));
        StoredOutcome Read(ObservedSource source, int minute, string contents) => new("madrid", source, at.AddMinutes(minute), at.AddMinutes(minute)) { Contents = contents };
        await store.Observations.AddAsync(Read(kea, 0, "2 leases"), Ct);
        await store.Observations.AddAsync(Read(kea, 5, "2 leases"), Ct);
        await store.Observations.AddAsync(Read(vcenter, 6, "1 machine"), Ct);
        await store.Observations.AddAsync(Read(kea, 10, "3 leases"), Ct);
        var failed = new StoredOutcome("madrid", kea, at.AddMinutes(15), at.AddMinutes(15)) { Reason = FailureReason.TimedOut, Message = "it hangs", Hint = "look" };
        await store.Observations.AddAsync(failed, Ct);
        await store.Observations.AddAsync(failed with { FirstAt = at.AddMinutes(25), LastAt = at.AddMinutes(25) }, Ct);
        await store.Observations.AddAsync(Read(kea, 30, "3 leases") with { Site = "paris" }, Ct);

        var all = await store.Observations.ReadOutcomesAsync("madrid", null, 10, Ct);
        Assert.Equal([failed with { LastAt = at.AddMinutes(25) }, Read(kea, 10, "3 leases"), Read(vcenter, 6, "1 machine"), Read(kea, 0, "2 leases") with { LastAt = at.AddMinutes(5) }], all);
        Assert.Equal(all.Where(outcome => outcome.Source == kea).Take(2), await store.Observations.ReadOutcomesAsync("madrid", kea, 2, Ct));

        PastSighting Seen(string address, ulong mac, int minute, string? name) => new("default", IpAddr.Parse(address), MacAddress.FromBits(mac), name, vcenter, at.AddMinutes(minute), at.AddMinutes(minute));
        await store.Observations.AddAsync("madrid", [Seen("10.0.0.9", 2, 0, "b"), Seen("10.0.0.9", 1, 0, "a"), Seen("2001:db8::1", 0xFFFF_FFFF_FFFF, 0, null)], Ct);
        await store.Observations.AddAsync("madrid", [Seen("10.0.0.9", 1, 7, null) with { Source = kea }], Ct);
        await store.Observations.AddAsync("paris", [.. Enumerable.Range(0, 2500).Select(i => Seen($"10.1.{i / 250}.{i % 250}", (ulong)i, 0, null))], Ct);
        Assert.Equal([Seen("10.0.0.9", 1, 0, "a") with { Source = kea, LastAt = at.AddMinutes(7) }, Seen("10.0.0.9", 2, 0, "b"), Seen("2001:db8::1", 0xFFFF_FFFF_FFFF, 0, null)], await store.Observations.ReadSightingsAsync("madrid", Ct));
        Assert.Equal(2500, (await store.Observations.ReadSightingsAsync("paris", Ct)).Count);

        // Of outcomes the first of Kea ended before, of sightings all but one.
        Assert.Equal(1 + 2 + 2500, await store.Observations.ForgetAsync(at.AddMinutes(6), Ct));
        Assert.Equal(IpAddr.Parse("10.0.0.9"), Assert.Single(await store.Observations.ReadSightingsAsync("madrid", Ct)).Address);
        Assert.Equal(3, (await store.Observations.ReadOutcomesAsync("madrid", null, 10, Ct)).Count);
        Assert.Empty(await store.VerifyAsync(Ct));
    }

    [Fact]
    public async Task A_ledger_of_the_first_schema_is_brought_up_to_date()
    {
        var store = await OpenNewAsync();
        await store.HoldAsync(Ct, Reservation("10.0.0.10"));
        foreach (var sql in new[] { $"DROP TABLE {Table("outcome")}", $"DROP TABLE {Table("sighting")}", $"DELETE FROM {Table("migration")} WHERE number = 2" })
            Assert.Null(await SqlAsync(store, sql));
        var next = MakeBeside(store);
        _stores.Add(next);
        Assert.Single((await next.OpenAsync(Ct)).Holdings);
        Assert.Empty(await next.Observations.ReadSightingsAsync("madrid", Ct));
        Assert.Empty(await next.VerifyAsync(Ct));
    }

    [Fact]
    public async Task What_was_committed_is_read_back_whole()
    {
        var store = await OpenNewAsync();
        Holding[] holdings = [Full("10.0.0.20-10.0.0.29"), Reservation("2001:db8::5"), Reservation("::ffff:102:304"), Reservation("1.2.3.4"), Reservation("10.0.0.20", space: "lab")];
        var site = Site("madrid", 3, ("madrid.yaml", [0, 1, 0xFF, (byte)'\n']), ("shop.json", []));
        ClaimRow[] claims = [Claim("10.1.0.0-10.1.0.255"), Claim("10.1.0.7", isAccepted: true), Claim("10.1.0.0/16", isExclusive: false), Claim("::1"), Claim("0.0.0.1")];
        await store.CommitAsync(last => Holds(last, holdings) with { Sites = new Dictionary<string, StoredSite?> { ["madrid"] = site }, ClaimsNew = claims, Answers = [Answer("k")] }, Ct);

        await using var other = MakeBeside(store);
        var contents = await other.OpenAsync(Ct);
        Assert.Equal(5, contents.LastEntry);
        Assert.Equal(holdings.OrderBy(holding => holding.Id.ToString()), contents.Holdings.OrderBy(holding => holding.Id.ToString()));
        Assert.Equal(TextOf(site), TextOf(Assert.Single(contents.Sites)));
        Assert.Equal(claims.OrderBy(claim => claim.Range), (await other.ReadClaimsAsync("madrid", Ct)).OrderBy(claim => claim.Range));
        Assert.Empty(await other.ReadClaimsAsync("paris", Ct));
        Assert.Equal(Enumerable.Range(1, 5).Select(i => Entry(i, $"madrid/reservations/{holdings[i - 1].Id}")), await other.ReadHistoryAsync(new(0, 100), Ct));
        Assert.Empty(await other.VerifyAsync(Ct));
    }

    [Fact]
    public async Task Times_are_kept_in_UTC_to_the_microsecond()
    {
        var store = await OpenNewAsync();
        var at = new DateTimeOffset(2026, 3, 16, 12, 0, 0, TimeSpan.FromHours(2)).AddTicks(1234567);
        await store.HoldAsync(Ct, Reservation("10.0.0.1") with { CreatedAt = at });
        Assert.Equal("2026-03-16T10:00:00.1234560+00:00", Assert.Single((await store.ReadAllAsync(Ct)).Holdings).CreatedAt.ToString("O"));
    }

    [Fact]
    public async Task A_holding_changes_and_goes()
    {
        var store = await OpenNewAsync();
        var holding = Reservation("10.0.0.1");
        await store.HoldAsync(Ct, holding);
        await store.HoldAsync(Ct, holding with { State = HoldingState.Active, ActivatedAt = Noon, Note = "ours" });
        Assert.Equal(holding with { State = HoldingState.Active, ActivatedAt = Noon, Note = "ours" }, Assert.Single((await store.ReadAllAsync(Ct)).Holdings));
        await store.CommitAsync(last => new() { Entries = [Entry(last + 1)], Holdings = new Dictionary<Guid, Holding?> { [holding.Id] = null } }, Ct);
        Assert.Empty((await store.ReadAllAsync(Ct)).Holdings);
        await store.HoldAsync(Ct, Reservation("10.0.0.1"));
    }

    [Fact]
    public async Task A_range_passes_from_one_holder_to_another_in_one_commit()
    {
        var store = await OpenNewAsync();
        var (old, next, claim) = (Reservation("10.0.0.1"), Reservation("10.0.0.1"), Claim("10.0.0.2"));
        await store.CommitAsync(last => Holds(last, old) with { ClaimsNew = [claim] }, Ct);
        await store.CommitAsync(
            last => new()
            {
                Entries = [Entry(last + 1)],
                Holdings = new Dictionary<Guid, Holding?> { [next.Id] = next, [old.Id] = null },
                ClaimsGone = [claim, Claim("10.9.9.9")],
                ClaimsNew = [Claim("10.0.0.2-10.0.0.5")],
            },
            Ct);
        Assert.Equal(next, Assert.Single((await store.ReadAllAsync(Ct)).Holdings));
        Assert.Equal(Claim("10.0.0.2-10.0.0.5"), Assert.Single(await store.ReadClaimsAsync(null, Ct)));
    }

    [Fact]
    public async Task Of_equal_claims_as_many_go_as_are_named()
    {
        var store = await OpenNewAsync();
        var claim = Claim("10.0.0.1", isAccepted: true);
        await store.CommitAsync(last => new() { Entries = [Entry(last + 1)], ClaimsNew = [claim, claim, claim] }, Ct);
        await store.CommitAsync(last => new() { Entries = [Entry(last + 1)], ClaimsGone = [claim, claim] }, Ct);
        Assert.Single(await store.ReadClaimsAsync(null, Ct));
    }

    [Fact]
    public async Task A_revision_of_a_site_is_never_used_again()
    {
        var store = await OpenNewAsync();
        static Func<long, LedgerWrite> Put(StoredSite? site) => last => new() { Entries = [Entry(last + 1, "madrid")], Sites = new Dictionary<string, StoredSite?> { ["madrid"] = site } };
        await store.CommitAsync(Put(Site("madrid", 1, ("a.yaml", [1]))), Ct);
        await store.CommitAsync(Put(Site("madrid", 2, ("a.yaml", [2]), ("b.yaml", [3]))), Ct);
        await store.CommitAsync(Put(null), Ct);
        var contents = await store.ReadAllAsync(Ct);
        Assert.Empty(contents.Sites);
        Assert.Equal(new DeletedSite("madrid", 2, Noon, "ana"), Assert.Single(contents.DeletedSites));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => store.CommitAsync(Put(Site("madrid", 2, ("a.yaml", [1]))), Ct));
        Assert.NotNull(await SqlAsync(store, $"DELETE FROM {Table("site")}"));
        await store.CommitAsync(Put(Site("madrid", 3, ("a.yaml", [9]))), Ct);
        contents = await store.ReadAllAsync(Ct);
        Assert.Equal(TextOf(Site("madrid", 3, ("a.yaml", [9]))), TextOf(Assert.Single(contents.Sites)));
        Assert.Empty(contents.DeletedSites);
    }

    [Fact]
    public async Task What_was_applied_outside_is_kept_in_history()
    {
        await using var ledger = await Fairlead.Ledger.Ledger.OpenAsync(await MakeAsync(), TimeProvider.System, Ct);
        var applied = new RecordChangesRequest("madrid", "kea:unix:/run/kea", "done", [new("10.20.0.0/24", "10.20.0.100-10.20.0.119", "10.20.0.105-10.20.0.119"), new("where", null, "a file of that name")]);
        Assert.Equal(RefusalReason.NoSuchSite, Assert.IsType<Refused>(await ledger.AskAsync(applied, new Actor("cli:lab"), Ct)).Reason);
        await ledger.AskAsync(new PutSiteRequest("madrid", [new StoredFile("madrid.yaml", System.Text.Encoding.UTF8.GetBytes(SampleSites.Madrid))]), new Actor("cli:lab"), Ct);
        Assert.IsType<Fairlead.Ledger.Observed>(await ledger.AskAsync(applied, new Actor("cli:lab", "CHG-1"), Ct));

        var entry = (await ledger.HistoryAsync(new HistoryQuery(0, 1, "madrid", "madrid/applied") { Backwards = true }, Ct)).Single();
        Assert.Equal((HistoryActions.Apply, "madrid", "CHG-1"), (entry.Action, entry.Site, entry.Why));
        Assert.Equal("""{"where":"kea:unix:/run/kea","10.20.0.0/24":"10.20.0.100-10.20.0.119"}""", entry.Before!.Replace(": ", ":", StringComparison.Ordinal).Replace(", \"", ",\"", StringComparison.Ordinal));
        Assert.Contains("a file of that name", entry.After, StringComparison.Ordinal);
        Assert.Empty(await ledger.VerifyAsync(Ct));
    }

    [Fact]
    public async Task A_turn_that_is_not_committed_leaves_nothing()
    {
        var store = await OpenNewAsync();
        await using (await store.BeginAsync(0, [], Ct))
        {
        }

        await store.HoldAsync(Ct, Reservation("10.0.0.1"));
        Assert.Single((await store.ReadAllAsync(Ct)).Holdings);
    }

    [Fact]
    public async Task A_refused_claim_leaves_nothing_of_its_commit_and_names_the_holder()
    {
        var store = await OpenNewAsync();
        var holder = Reservation("10.0.0.10-10.0.0.19");
        await store.HoldAsync(Ct, holder);
        var refused = await Assert.ThrowsAsync<ClaimRefusedException>(() => store.CommitAsync(
            last => Holds(last, Reservation("10.0.0.1"), Reservation("10.0.0.19-10.0.0.20")) with
            {
                Sites = new Dictionary<string, StoredSite?> { ["madrid"] = Site("madrid", 1, ("a", [1])) },
                ClaimsNew = [Claim("10.3.0.0")],
                Answers = [Answer("k")],
            },
            Ct));
        Assert.Contains("10.0.0.19-10.0.0.20", refused.Message, StringComparison.Ordinal);
        Assert.Contains(holder.Id.ToString(), refused.Message, StringComparison.Ordinal);
        Assert.Contains("10.0.0.10-10.0.0.19", refused.Message, StringComparison.Ordinal);

        var contents = await store.ReadAllAsync(Ct);
        Assert.Equal((1, 0, 1L), (contents.Holdings.Count, contents.Sites.Count, contents.LastEntry));
        Assert.Empty(await store.ReadClaimsAsync(null, Ct));
        await using var turn = await store.BeginAsync(1, ["k"], Ct);
        Assert.Empty(turn.Answers);
        await turn.CommitAsync(Holds(1, Reservation("10.0.0.1")), Ct);
    }

    [Fact]
    public async Task A_claim_of_a_site_file_meets_a_holding_and_the_other_way_round()
    {
        var store = await OpenNewAsync();
        await store.CommitAsync(last => Holds(last, Reservation("10.0.0.1")) with { ClaimsNew = [Claim("10.0.0.2", source: "madrid.yaml:7")] }, Ct);
        await Assert.ThrowsAsync<ClaimRefusedException>(() => store.CommitAsync(last => new() { Entries = [Entry(last + 1)], ClaimsNew = [Claim("10.0.0.0/24")] }, Ct));
        var refused = await Assert.ThrowsAsync<ClaimRefusedException>(() => store.HoldAsync(Ct, Reservation("10.0.0.2")));
        Assert.Contains("madrid.yaml:7", refused.Message, StringComparison.Ordinal);
        // One commit that claims something twice.
        await Assert.ThrowsAsync<ClaimRefusedException>(() => store.HoldAsync(Ct, Reservation("10.0.0.5"), Reservation("10.0.0.4-10.0.0.6")));
        await store.CommitAsync(last => new() { Entries = [Entry(last + 1)], ClaimsNew = [Claim("10.0.0.1", isAccepted: true), Claim("10.0.0.2", isExclusive: false)] }, Ct);
    }

    [Fact]
    public async Task A_change_without_an_entry_or_with_a_gap_is_a_bug()
    {
        var store = await OpenNewAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => store.CommitAsync(last => Holds(last + 1, Reservation("10.0.0.1")), Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => store.CommitAsync(last => Holds(last, Reservation("10.0.0.1")) with { Entries = [] }, Ct));
        Assert.Equal(0, (await store.ReadAllAsync(Ct)).LastEntry);
    }

    [Fact]
    public async Task Answers_are_given_again_until_they_are_forgotten()
    {
        var store = await OpenNewAsync();
        await store.CommitAsync(_ => new() { Entries = [], Answers = [Answer("a"), Answer("b") with { At = Noon.AddDays(1) }] }, Ct);
        await using (var turn = await store.BeginAsync(0, ["a", "b", "c"], Ct))
        {
            Assert.Equal(["a", "b"], turn.Answers.Keys.Order());
            Assert.Equal(Answer("a"), turn.Answers["a"]);
        }

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => store.CommitAsync(_ => new() { Entries = [], Answers = [Answer("b")] }, Ct));
        await store.CommitAsync(_ => new() { Entries = [], ForgetAnswersBefore = Noon.AddHours(1), Answers = [Answer("a") with { Body = "{}", At = Noon.AddDays(2) }] }, Ct);
        await using var after = await store.BeginAsync(0, ["a", "b"], Ct);
        Assert.Equal(("{}", 2), (after.Answers["a"].Body, after.Answers.Count));
    }

    [Fact]
    public async Task History_is_read_forwards_backwards_by_site_and_by_subject()
    {
        var store = await OpenNewAsync();
        string[] subjects = ["madrid", "madrid/reservations/1", "paris", "madrid/reservations/1/more", "madrid/reservations/10", "madridejos", "madrid"];
        await store.CommitAsync(_ => new() { Entries = [.. subjects.Select((subject, i) => Entry(i + 1, subject))] }, Ct);
        async Task<string> IdsAsync(HistoryQuery query) => string.Join(' ', (await store.ReadHistoryAsync(query, Ct)).Select(entry => entry.Id));
        Assert.Equal("3 4", await IdsAsync(new(2, 2)));
        Assert.Equal("7 6", await IdsAsync(new(0, 2) { Backwards = true }));
        Assert.Equal("2 1", await IdsAsync(new(3, 10) { Backwards = true }));
        Assert.Equal("3", await IdsAsync(new(0, 10, Site: "paris")));
        Assert.Equal("2 4", await IdsAsync(new(0, 10, Subject: "madrid/reservations/1")));
        Assert.Equal("1 2 4 5 7", await IdsAsync(new(0, 10, Subject: "madrid")));
        Assert.Equal("5 4 2", await IdsAsync(new(7, 10, Site: "madrid", Subject: "madrid/reservations") { Backwards = true }));
    }

    [Fact]
    public async Task Two_writers_on_one_database_take_turns_and_learn_of_each_other()
    {
        var first = await OpenNewAsync();
        var second = MakeBeside(first);
        _stores.Add(second);
        await second.OpenAsync(Ct);
        const int each = 30;
        async Task<List<long>> WriteAsync(IPortableStore store, int third)
        {
            var (known, ids) = (0L, new List<long>());
            for (var i = 0; i < each; i++)
            {
                await using var turn = await store.BeginAsync(known, [], Ct);
                known = turn.News.LastEntry + 1;
                ids.Add(known);
                await turn.CommitAsync(Holds(turn.News.LastEntry, Reservation($"10.0.{third}.{i}")), Ct);
            }

            return ids;
        }

        var written = await Task.WhenAll(Task.Run(() => WriteAsync(first, 1)), Task.Run(() => WriteAsync(second, 2)));
        Assert.Equal(Enumerable.Range(1, 2 * each).Select(i => (long)i), written[0].Concat(written[1]).Order());
        Assert.Equal(2 * each, (await first.ReadAllAsync(Ct)).Holdings.Count);
    }

    [Fact]
    public async Task Of_two_writers_that_want_the_same_address_one_gets_it()
    {
        var first = await OpenNewAsync();
        var second = MakeBeside(first);
        _stores.Add(second);
        await second.OpenAsync(Ct);
        async Task<int> TryAsync(IPortableStore store, int i)
        {
            try
            {
                await store.HoldAsync(Ct, Reservation($"10.0.0.{i}-10.0.0.{i + 1}"));
                return 1;
            }
            catch (ClaimRefusedException)
            {
                return 0;
            }
        }

        for (var i = 0; i < 20; i += 2)
            Assert.Equal(1, (await Task.WhenAll(Task.Run(() => TryAsync(first, i)), Task.Run(() => TryAsync(second, i)))).Sum());
    }

    [Fact]
    public async Task The_turn_is_waited_for_and_the_wait_can_be_given_up()
    {
        var first = await OpenNewAsync();
        var second = MakeBeside(first);
        _stores.Add(second);
        await second.OpenAsync(Ct);
        var turn = await first.BeginAsync(0, [], Ct);
        using var impatient = new CancellationTokenSource();
        var given = second.BeginAsync(0, [], impatient.Token);
        var waiting = first.BeginAsync(0, [], Ct);
        Assert.False(given.IsCompleted || waiting.IsCompleted);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        await turn.DisposeAsync();
        await (await waiting).DisposeAsync();
        await (await second.BeginAsync(0, [], Ct)).DisposeAsync();
    }

    [Fact]
    public async Task News_tell_the_new_state_of_what_others_touched()
    {
        var first = await OpenNewAsync();
        var second = MakeBeside(first);
        _stores.Add(second);
        await second.OpenAsync(Ct);
        var (stays, goes) = (Reservation("10.0.0.1"), Reservation("10.0.0.2"));
        await first.CommitAsync(last => Holds(last, stays, goes) with { Sites = new Dictionary<string, StoredSite?> { ["madrid"] = Site("madrid", 1, ("a", [1])), ["paris"] = Site("paris", 1, ("b", [])) } }, Ct);
        var all = await second.ReadNewsAsync(0, Ct);
        Assert.Equal((2L, 2, 2), (all.LastEntry, all.Sites.Count, all.Holdings.Count));

        var changed = stays with { State = HoldingState.Active };
        await first.HoldAsync(Ct, changed);
        await first.CommitAsync(
            last => new()
            {
                Entries = [Entry(last + 1), Entry(last + 2, "madrid"), Entry(last + 3, "paris")],
                Holdings = new Dictionary<Guid, Holding?> { [goes.Id] = null },
                Sites = new Dictionary<string, StoredSite?> { ["madrid"] = Site("madrid", 2, ("a", [2])), ["paris"] = null },
            },
            Ct);
        await using var turn = await second.BeginAsync(2, [], Ct);
        foreach (var news in new[] { turn.News, await second.ReadNewsAsync(2, Ct) })
        {
            Assert.Equal(6, news.LastEntry);
            Assert.Equal([goes.Id, changed.Id], news.Holdings.Keys.OrderBy(id => id == changed.Id));
            Assert.Equal((changed, null), (news.Holdings[changed.Id], news.Holdings[goes.Id]));
            Assert.Equal(TextOf(Site("madrid", 2, ("a", [2]))), TextOf(news.Sites["madrid"]));
            Assert.Equal((2, "none"), (news.Sites.Count, TextOf(news.Sites["paris"])));
        }

        var none = await second.ReadNewsAsync(6, Ct);
        Assert.True(none.IsEmpty);
        Assert.Equal(6, none.LastEntry);
    }

    [Fact]
    public async Task Others_are_woken_by_a_commit()
    {
        var first = await OpenNewAsync();
        var second = MakeBeside(first);
        _stores.Add(second);
        await second.OpenAsync(Ct);
        // The first wait may return at once: it can't know what came before.
        var known = 0L;
        var woken = Task.Run(async () =>
        {
            while (known == 0)
            {
                await second.WaitForOthersAsync(Ct);
                known = (await second.ReadNewsAsync(0, Ct)).LastEntry;
            }
        }, Ct);
        await first.HoldAsync(Ct, Reservation("10.0.0.1"));
        await first.TellOthersAsync(Ct);
        await woken.WaitAsync(TimeSpan.FromMinutes(1), Ct);
        Assert.Equal(1, known);
        using var end = new CancellationTokenSource();
        var waiting = Task.Run(async () =>
        {
            while (true) await second.WaitForOthersAsync(end.Token);
        }, Ct);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    public static TheoryData<string, string, string, bool, bool, bool> PastFairlead => new()
    {
        // First, last, address space, exclusive, accepted, and whether it meets what is held: 10.0.0.10-10.0.0.19 and 2001:db8::10-2001:db8::1f.
        { "10.0.0.10", "10.0.0.10", "default", true, false, true },
        { "10.0.0.19", "10.0.0.19", "default", true, false, true },
        { "10.0.0.12", "10.0.0.15", "default", true, false, true },
        { "10.0.0.10", "10.0.0.19", "default", true, false, true },
        { "10.0.0.0", "10.0.0.255", "default", true, false, true },
        { "10.0.0.1", "10.0.0.10", "default", true, false, true },
        { "10.0.0.19", "10.0.0.30", "default", true, false, true },
        { "0.0.0.0", "255.255.255.255", "default", true, false, true },
        { "2001:db8::1f", "2001:db8::20", "default", true, false, true },
        { "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "default", true, false, true },
        { "10.0.0.9", "10.0.0.9", "default", true, false, false },
        { "10.0.0.20", "10.0.0.20", "default", true, false, false },
        { "10.0.0.0", "10.0.0.9", "default", true, false, false },
        { "::a00:a", "::a00:a", "default", true, false, false },
        { "::ffff:a00:a", "::ffff:a00:a", "default", true, false, false },
        { "2001:db8::20", "2001:db8::20", "default", true, false, false },
        { "10.0.0.10", "10.0.0.10", "lab", true, false, false },
        { "10.0.0.10", "10.0.0.10", "default", true, true, false },
        { "10.0.0.10", "10.0.0.10", "default", false, false, false },
    };

    [Theory]
    [MemberData(nameof(PastFairlead))]
    public async Task The_database_itself_refuses_SQL_that_claims_what_is_held(string first, string last, string space, bool isExclusive, bool isAccepted, bool isRefused)
    {
        var store = await OpenNewAsync();
        await store.HoldAsync(Ct, Reservation("10.0.0.10-10.0.0.19"), Reservation("2001:db8::10-2001:db8::1f"));
        var said = await SqlAsync(store, InsertOf(first, last, "x:1", space, isExclusive, isAccepted));
        Assert.True(said is not null == isRefused, said ?? "the database took it");

        // The same by an update, of a row that lies elsewhere.
        Assert.Null(await SqlAsync(store, InsertOf("172.16.0.1", "172.16.0.1", "x:2", space, isExclusive, isAccepted)));
        if (isRefused)
            Assert.NotNull(await SqlAsync(store, MoveOf("x:2", first, last)));
        else
            Assert.Null(await SqlAsync(store, $"DELETE FROM {Table("claim")} WHERE source = 'x:1'") ?? await SqlAsync(store, MoveOf("x:2", first, last)));
        Assert.Empty(await store.VerifyAsync(Ct));
    }

    [Fact]
    public async Task An_accepted_claim_that_becomes_exclusive_by_SQL_is_refused()
    {
        var store = await OpenNewAsync();
        await store.HoldAsync(Ct, Reservation("10.0.0.10-10.0.0.19"));
        Assert.Null(await SqlAsync(store, InsertOf("10.0.0.12", "10.0.0.13", "x:1", "default", isExclusive: true, isAccepted: true)));
        Assert.Null(await SqlAsync(store, InsertOf("10.0.0.12", "10.0.0.13", "x:2", "default", isExclusive: false, isAccepted: false)));
        Assert.Null(await SqlAsync(store, InsertOf("10.0.0.12", "10.0.0.13", "x:3", "lab", isExclusive: true, isAccepted: false)));
        Assert.NotNull(await SqlAsync(store, $"UPDATE {Table("claim")} SET is_accepted = {False} WHERE source = 'x:1'"));
        Assert.NotNull(await SqlAsync(store, $"UPDATE {Table("claim")} SET is_exclusive = {True} WHERE source = 'x:2'"));
        Assert.NotNull(await SqlAsync(store, $"UPDATE {Table("claim")} SET address_space = 'default' WHERE source = 'x:3'"));
        // A holding can't be made one that the constraint does not see.
        Assert.NotNull(await SqlAsync(store, $"UPDATE {Table("claim")} SET is_accepted = {True} WHERE id IS NOT NULL"));
        Assert.NotNull(await SqlAsync(store, $"UPDATE {Table("claim")} SET is_exclusive = {False} WHERE id IS NOT NULL"));
    }

    [Fact]
    public async Task History_is_not_changed_even_by_SQL()
    {
        var store = await OpenNewAsync();
        await store.HoldAsync(Ct, Reservation("10.0.0.1"), Reservation("10.0.0.2"));
        var before = await store.ReadHistoryAsync(new(0, 10), Ct);
        Assert.NotNull(await SqlAsync(store, $"UPDATE {Table("history")} SET who = 'eve'"));
        Assert.NotNull(await SqlAsync(store, $"UPDATE {Table("history")} SET id = 9 WHERE id = 2"));
        Assert.NotNull(await SqlAsync(store, $"DELETE FROM {Table("history")} WHERE id = 2"));
        Assert.NotNull(await SqlAsync(store, $"DELETE FROM {Table("history")}"));
        Assert.NotNull(await SqlAsync(store, EntryOf(2)));
        Assert.NotNull(await SqlAsync(store, EntryOf(4)));
        Assert.NotNull(await SqlAsync(store, EntryOf(0)));
        Assert.Equal(before, await store.ReadHistoryAsync(new(0, 10), Ct));
        Assert.Null(await SqlAsync(store, EntryOf(3)));
    }

    [Fact]
    public async Task An_export_and_its_import_lose_nothing()
    {
        var (from, into) = (await OpenNewAsync(), await OpenNewAsync());
        await FillAsync(from);
        using var export = new MemoryStream();
        await LedgerTransfer.ExportAsync(from, export, Ct);
        export.Position = 0;
        await LedgerTransfer.ImportAsync(export, "ledger.jsonl", into, Ct);

        using var again = new MemoryStream();
        await LedgerTransfer.ExportAsync(into, again, Ct);
        Assert.Equal(export.ToArray(), again.ToArray());
        Assert.Equal((await from.ReadAllAsync(Ct)).Holdings, (await into.ReadAllAsync(Ct)).Holdings);
        Assert.Equal(await from.ReadHistoryAsync(new(0, 100), Ct), await into.ReadHistoryAsync(new(0, 100), Ct));
        Assert.Empty(await into.VerifyAsync(Ct));

        // A replica that had the empty ledger open learns of all of it, and writing goes on where it ended.
        await using var turn = await into.BeginAsync(0, ["k1"], Ct);
        Assert.Equal(Answer("k1"), turn.Answers["k1"]);
        Assert.Equal((await from.ReadAllAsync(Ct)).Holdings.Count, turn.News.Holdings.Count);
        await turn.CommitAsync(Holds(turn.News.LastEntry, Reservation("10.200.0.1")), Ct);
    }

    [Fact]
    public async Task An_import_is_all_or_nothing_and_only_into_an_empty_ledger()
    {
        var from = await OpenNewAsync();
        await FillAsync(from);
        using var export = new MemoryStream();
        await LedgerTransfer.ExportAsync(from, export, Ct);
        var bytes = export.ToArray();
        var into = await OpenNewAsync();

        var lineEnds = bytes.Select((octet, i) => (octet, i)).Where(pair => pair.octet == '\n').Select(pair => pair.i + 1).ToArray();
        var changed = (byte[])bytes.Clone();
        changed[Array.LastIndexOf(changed, (byte)'n', changed.Length - 150)] = (byte)'m';
        byte[][] bad = [[], bytes[..lineEnds[0]], bytes[..lineEnds[^2]], bytes[..(lineEnds[^2] + 10)], bytes[lineEnds[0]..], [.. bytes, .. bytes], changed, "{}\n"u8.ToArray(), "no export"u8.ToArray()];
        foreach (var export2 in bad)
        {
            using var stream = new MemoryStream(export2);
            var refused = await Assert.ThrowsAsync<UnusableInputException>(() => LedgerTransfer.ImportAsync(stream, "ledger.jsonl", into, Ct));
            Assert.Contains("Nothing was imported", refused.Message, StringComparison.Ordinal);
            var contents = await into.ReadAllAsync(Ct);
            Assert.Equal((0, 0, 0L), (contents.Sites.Count, contents.Holdings.Count, contents.LastEntry));
        }

        await into.HoldAsync(Ct, Reservation("10.0.0.1"));
        using var whole = new MemoryStream(bytes);
        var full = await Assert.ThrowsAsync<UnusableInputException>(() => LedgerTransfer.ImportAsync(whole, "ledger.jsonl", into, Ct));
        Assert.Contains("not empty", full.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_is_restored_into_an_empty_ledger()
    {
        var (from, into) = (await OpenNewAsync(), await OpenNewAsync());
        await FillAsync(from);
        var backup = PathOf("backup.db");
        await from.BackupAsync(backup, Ct);
        Assert.Equal([Path.GetFileName(backup)], Directory.EnumerateFiles(Path.GetDirectoryName(backup)!, "*backup*").Select(Path.GetFileName));
        var bytes = await File.ReadAllBytesAsync(backup, Ct);

        await LedgerTransfer.RestoreAsync(backup, into, Ct);
        using var one = new MemoryStream();
        using var other = new MemoryStream();
        await LedgerTransfer.ExportAsync(from, one, Ct);
        await LedgerTransfer.ExportAsync(into, other, Ct);
        Assert.Equal(one.ToArray(), other.ToArray());
        Assert.Equal(bytes, await File.ReadAllBytesAsync(backup, Ct));

        // Over nothing that is there.
        Assert.Contains("nothing is written over", (await Assert.ThrowsAsync<UnusableInputException>(() => from.BackupAsync(backup, Ct))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<UnusableInputException>(() => LedgerTransfer.RestoreAsync(backup, into, Ct));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(backup, Ct));
        await Assert.ThrowsAsync<UnusableInputException>(() => LedgerTransfer.RestoreAsync(PathOf("none"), into, Ct));

        // A ledger in use is no backup.
        await using var open = new Fairlead.Ledger.Sqlite.SqliteLedgerStore(backup);
        await open.OpenAsync(Ct);
        await open.HoldAsync(Ct, Reservation("10.220.0.1"));
        Assert.Contains("was not closed", (await Assert.ThrowsAsync<UnusableInputException>(async () => await LedgerTransfer.RestoreAsync(backup, await OpenNewAsync(), Ct))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_while_writing_goes_on_is_of_one_moment()
    {
        var store = await OpenNewAsync();
        using var end = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !end.IsCancellationRequested; i++)
            {
                await store.HoldAsync(Ct, Reservation($"10.{i / 250}.{i % 250}.1"), Reservation($"10.{i / 250}.{i % 250}.2"));
                if (i == 5) started.SetResult();
            }
        }, Ct);
        await started.Task;
        await store.BackupAsync(PathOf("backup.db"), Ct);
        await end.CancelAsync();
        await writing;
        var restored = await OpenNewAsync();
        await LedgerTransfer.RestoreAsync(PathOf("backup.db"), restored, Ct);
        var contents = await restored.ReadAllAsync(Ct);
        Assert.Equal(contents.LastEntry, contents.Holdings.Count);
        Assert.Equal(0, contents.LastEntry % 2);
        Assert.InRange(contents.LastEntry, 12, (await store.ReadAllAsync(Ct)).LastEntry);
    }

    [Fact]
    public async Task Two_processes_may_open_a_new_ledger_at_once()
    {
        var first = await MakeAsync();
        _stores.Add(first);
        var others = Enumerable.Range(0, 5).Select(_ => MakeBeside(first)).ToArray();
        _stores.AddRange(others);
        await Task.WhenAll(others.Append(first).Select(store => Task.Run(() => store.OpenAsync(Ct))));
        await first.HoldAsync(Ct, Reservation("10.0.0.1"));
        Assert.Single((await others[0].ReadAllAsync(Ct)).Holdings);
    }

    [Fact]
    public async Task A_ledger_of_a_newer_Fairlead_or_with_a_changed_schema_is_refused()
    {
        var store = await OpenNewAsync();
        Assert.Null(await SqlAsync(store, $"INSERT INTO {Table("migration")} (number, name, checksum, applied_at) VALUES (3, 'later', 'x', {SomeTime})"));
        await using var newer = MakeBeside(store);
        Assert.Contains("newer Fairlead", (await Assert.ThrowsAsync<LedgerUnavailableException>(() => newer.OpenAsync(Ct))).Message, StringComparison.Ordinal);
        Assert.Null(await SqlAsync(store, $"DELETE FROM {Table("migration")} WHERE number = 3"));
        Assert.Null(await SqlAsync(store, $"UPDATE {Table("migration")} SET checksum = 'other'"));
        Assert.Contains("another schema", (await Assert.ThrowsAsync<LedgerUnavailableException>(() => newer.OpenAsync(Ct))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_finds_a_guard_that_was_taken_away_and_what_came_in_meanwhile()
    {
        var store = await OpenNewAsync();
        await store.HoldAsync(Ct, Reservation("10.0.0.10-10.0.0.19"), Reservation("10.0.1.1"));
        foreach (var sql in WithoutGuards) Assert.Null(await SqlAsync(store, sql));
        Assert.Null(await SqlAsync(store, InsertOf("10.0.0.12", "10.0.0.12", "x:1", "default", isExclusive: true, isAccepted: false)));
        Assert.Null(await SqlAsync(store, $"DELETE FROM {Table("history")} WHERE id = 1"));
        var found = await store.VerifyAsync(Ct);
        Assert.Contains(found, line => line.Contains("10.0.0.12", StringComparison.Ordinal) && line.Contains("held twice", StringComparison.Ordinal));
        Assert.Contains(found, line => line.Contains("some are missing", StringComparison.Ordinal));
        Assert.Contains(found, line => line.Contains("history_never", StringComparison.Ordinal));
        Assert.Contains(found, line => line.Contains("held_once", StringComparison.Ordinal));
    }

    /// <summary>SQL that drops what guards claims and history.</summary>
    protected abstract IReadOnlyList<string> WithoutGuards { get; }

    protected abstract string SomeTime { get; }

    protected abstract string True { get; }

    protected abstract string False { get; }

    protected abstract string Table(string name);

    protected async Task<IPortableStore> OpenNewAsync()
    {
        var store = await MakeAsync();
        _stores.Add(store);
        await store.OpenAsync(Ct);
        return store;
    }

    /// <summary>Something of everything.</summary>
    private static async Task FillAsync(IPortableStore store)
    {
        await store.CommitAsync(
            last => Holds(last, Full("10.0.0.20-10.0.0.29"), Reservation("2001:db8::5"), Reservation("10.0.0.20", space: "lab")) with
            {
                Sites = new Dictionary<string, StoredSite?> { ["madrid"] = Site("madrid", 3, ("madrid.yaml", [0, 1, 0xFF]), ("shop.json", [])), ["paris"] = Site("paris", 7, ("p", [1])) },
                ClaimsNew = [Claim("10.1.0.0-10.1.0.255"), Claim("10.1.0.7", isAccepted: true), Claim("10.1.0.0/16", isExclusive: false)],
                Answers = [Answer("k1"), Answer("k2")],
            },
            Ct);
        await store.CommitAsync(last => new() { Entries = [Entry(last + 1, "paris") with { Why = null, Before = "{}", After = null }], Sites = new Dictionary<string, StoredSite?> { ["paris"] = null } }, Ct);
    }
}
