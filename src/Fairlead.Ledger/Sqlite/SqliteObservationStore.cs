using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;
using Fairlead.Ledger.Observing;
using Fairlead.Ledger.Storage;

namespace Fairlead.Ledger.Sqlite;

/// <summary>What sources said, in the ledger's file. Each write is a turn of its own, short, so that the ledger's own never wait long.</summary>
internal sealed class SqliteObservationStore(SqliteLedgerStore store) : IObservationStore
{
    private const int OfOneTurn = 1000;

    private static readonly string[] s_tables = ["outcome", "sighting"];

    private const string OutcomeColumns = "site, source_kind, source, first_at, last_at, contents, reason, message, hint";

    public Task AddAsync(StoredOutcome outcome, CancellationToken ct) => store.WriteAsideAsync(
        session =>
        {
            var latest = session[$"SELECT {OutcomeColumns}, number FROM outcome WHERE site = ? AND source_kind = ? AND source = ? ORDER BY number DESC LIMIT 1"]
                .Add(outcome.Site).Add(outcome.Source.Kind.NameOf()).Add(outcome.Source.Name);
            var (isSame, number) = (false, 0L);
            if (latest.Next())
            {
                (isSame, number) = (outcome.IsSameAs(Outcome(latest)), latest.Long(9));
                latest.Reset();
            }

            if (isSame)
                session["UPDATE outcome SET last_at = max(last_at, ?) WHERE number = ?"].Add(outcome.LastAt).Add(number).Run();
            else
                session[$"INSERT INTO outcome ({OutcomeColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"]
                    .Add(outcome.Site).Add(outcome.Source.Kind.NameOf()).Add(outcome.Source.Name).Add(outcome.FirstAt).Add(outcome.LastAt)
                    .Add(outcome.Contents).Add(outcome.Reason is { } reason ? StoredNames.NameOf(reason) : null).Add(outcome.Message).Add(outcome.Hint).Run();
        },
        ct);

    public async Task AddAsync(string site, IReadOnlyCollection<PastSighting> seen, CancellationToken ct)
    {
        foreach (var part in seen.Chunk(OfOneTurn))
        {
            await store.WriteAsideAsync(
                session =>
                {
                    var add = session["INSERT INTO sighting (site, address_space, family, address, mac, name, source_kind, source, first_at, last_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                        + "ON CONFLICT DO UPDATE SET last_at = max(last_at, excluded.last_at), name = coalesce(excluded.name, name), source_kind = excluded.source_kind, source = excluded.source"];
                    foreach (var each in part)
                    {
                        add.Add(site).Add(each.AddressSpace).Add((long)each.Address.Family).Add(each.Address).Add((long)each.Mac.Bits)
                            .Add(each.Name).Add(each.Source.Kind.NameOf()).Add(each.Source.Name).Add(each.FirstAt).Add(each.LastAt).Run();
                    }
                },
                ct).ConfigureAwait(false);
        }
    }

    public Task<IReadOnlyList<StoredOutcome>> ReadOutcomesAsync(string site, ObservedSource? source, int most, CancellationToken ct) => store.ReadAsideAsync<IReadOnlyList<StoredOutcome>>(
        session =>
        {
            var statement = session[$"SELECT {OutcomeColumns} FROM outcome WHERE site = ?{(source is null ? "" : " AND source_kind = ? AND source = ?")} ORDER BY number DESC LIMIT ?"].Add(site);
            if (source is not null)
                statement.Add(source.Kind.NameOf()).Add(source.Name);
            statement.Add(most);
            var found = new List<StoredOutcome>();
            while (statement.Next()) found.Add(Outcome(statement));
            return found;
        },
        ct);

    public Task<IReadOnlyList<PastSighting>> ReadSightingsAsync(string site, CancellationToken ct) => store.ReadAsideAsync<IReadOnlyList<PastSighting>>(
        session =>
        {
            var statement = session["SELECT address_space, family, address, mac, name, source_kind, source, first_at, last_at FROM sighting WHERE site = ? ORDER BY address_space, family, address, mac"].Add(site);
            var found = new List<PastSighting>();
            while (statement.Next())
            {
                found.Add(new(
                    statement.Text(0), AddressKey.Read(statement.Long(1), statement.Blob(2)), MacAddress.FromBits((ulong)statement.Long(3)), statement.TextOrNull(4),
                    new(StoredNames.SourceKindOf(statement.Text(5)), statement.Text(6)), statement.Time(7), statement.Time(8)));
            }

            return found;
        },
        ct);

    public async Task<int> ForgetAsync(DateTimeOffset before, CancellationToken ct)
    {
        var gone = 0L;
        await store.WriteAsideAsync(
            session =>
            {
                foreach (var table in s_tables)
                {
                    session[$"DELETE FROM {table} WHERE last_at < ?"].Add(before).Run();
                    gone += session.Number("SELECT changes()");
                }
            },
            ct).ConfigureAwait(false);
        return (int)gone;
    }

    private static StoredOutcome Outcome(SqliteStatement row) => new(row.Text(0), new(StoredNames.SourceKindOf(row.Text(1)), row.Text(2)), row.Time(3), row.Time(4))
    {
        Contents = row.TextOrNull(5),
        Reason = row.TextOrNull(6) is { } reason ? StoredNames.ReasonOf(reason) : null,
        Message = row.TextOrNull(7),
        Hint = row.TextOrNull(8),
    };
}
