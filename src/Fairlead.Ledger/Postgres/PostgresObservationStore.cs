using System.Net;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;
using Fairlead.Ledger.Observing;
using Fairlead.Ledger.Storage;
using Npgsql;

namespace Fairlead.Ledger.Postgres;

/// <summary>What sources said, in the ledger's database. It waits for no turn: replicas may add the same at once.</summary>
internal sealed class PostgresObservationStore(PostgresLedgerStore store) : IObservationStore
{
    private const int OfOneStatement = 1000;

    private const string OutcomeColumns = "site, source_kind, source, first_at, last_at, contents, reason, message, hint";

    public Task AddAsync(StoredOutcome outcome, CancellationToken ct) => store.AsideAsync(
        batch => batch.Add(
            $"""
            WITH latest AS (
              SELECT "number", contents, reason, message, hint FROM fairlead.outcome WHERE site = $1 AND source_kind = $2 AND source = $3 ORDER BY "number" DESC LIMIT 1
            ), same AS (
              UPDATE fairlead.outcome o SET last_at = greatest(o.last_at, $5) FROM latest l
              WHERE o."number" = l."number" AND (l.contents, l.reason, l.message, l.hint) IS NOT DISTINCT FROM (($6::text[])[1], ($6::text[])[2], ($6::text[])[3], ($6::text[])[4])
              RETURNING 1
            )
            INSERT INTO fairlead.outcome ({OutcomeColumns})
            SELECT $1, $2, $3, $4, $5, ($6::text[])[1], ($6::text[])[2], ($6::text[])[3], ($6::text[])[4] WHERE NOT EXISTS (SELECT FROM same)
            """)
            .With(outcome.Site).With(outcome.Source.Kind.NameOf()).With(outcome.Source.Name).With(PostgresTime.Of(outcome.FirstAt)).With(PostgresTime.Of(outcome.LastAt))
            .With([outcome.Contents, outcome.Reason is { } reason ? StoredNames.NameOf(reason) : null, outcome.Message, outcome.Hint]),
        static reader => Task.FromResult(true),
        ct);

    public async Task AddAsync(string site, IReadOnlyCollection<PastSighting> seen, CancellationToken ct)
    {
        // One statement may not touch a row twice.
        foreach (var part in seen.DistinctBy(each => (each.AddressSpace, each.Address, each.Mac)).Chunk(OfOneStatement))
        {
            await store.AsideAsync(
                batch => batch.Add(
                    """
                    INSERT INTO fairlead.sighting (site, address_space, address, mac, name, source_kind, source, first_at, last_at)
                    SELECT $1, s.* FROM unnest($2, $3, $4, $5, $6, $7, $8, $9) AS s
                    ON CONFLICT (site, address_space, address, mac) DO UPDATE SET
                      last_at = greatest(sighting.last_at, excluded.last_at), name = coalesce(excluded.name, sighting.name), source_kind = excluded.source_kind, source = excluded.source
                    """)
                    .With(site).With(part.Select(each => each.AddressSpace)).With(part.Select(each => PostgresAddress.Of(each.Address))).With(part.Select(each => (long)each.Mac.Bits))
                    .With(part.Select(each => each.Name)).With(part.Select(each => each.Source.Kind.NameOf())).With(part.Select(each => each.Source.Name))
                    .With(part.Select(each => each.FirstAt)).With(part.Select(each => each.LastAt)),
                static reader => Task.FromResult(true),
                ct).ConfigureAwait(false);
        }
    }

    public Task<IReadOnlyList<StoredOutcome>> ReadOutcomesAsync(string site, ObservedSource? source, int most, CancellationToken ct) => store.AsideAsync<IReadOnlyList<StoredOutcome>>(
        batch =>
        {
            batch.Add($"SELECT {OutcomeColumns} FROM fairlead.outcome WHERE site = $1{(source is null ? "" : " AND source_kind = $3 AND source = $4")} ORDER BY \"number\" DESC LIMIT $2").With(site).With(most);
            if (source is not null)
                batch.With(source.Kind.NameOf()).With(source.Name);
        },
        async reader =>
        {
            var found = new List<StoredOutcome>();
            while (await reader.ReadAsync(ct).ConfigureAwait(false)) found.Add(Outcome(reader));
            return found;
        },
        ct);

    public Task<IReadOnlyList<PastSighting>> ReadSightingsAsync(string site, CancellationToken ct) => store.AsideAsync<IReadOnlyList<PastSighting>>(
        batch => batch.Add("SELECT address_space, address, mac, name, source_kind, source, first_at, last_at FROM fairlead.sighting WHERE site = $1 ORDER BY address_space COLLATE \"C\", address, mac").With(site),
        async reader =>
        {
            var found = new List<PastSighting>();
            while (await reader.ReadAsync(ct).ConfigureAwait(false))
            {
                found.Add(new(
                    reader.GetString(0), PostgresAddress.Read(reader.GetFieldValue<IPAddress>(1)), MacAddress.FromBits((ulong)reader.GetInt64(2)), reader.IsDBNull(3) ? null : reader.GetString(3),
                    new(StoredNames.SourceKindOf(reader.GetString(4)), reader.GetString(5)), reader.GetFieldValue<DateTimeOffset>(6), reader.GetFieldValue<DateTimeOffset>(7)));
            }

            return found;
        },
        ct);

    public Task<int> ForgetAsync(DateTimeOffset before, CancellationToken ct) => store.AsideAsync(
        batch => batch.Add("WITH o AS (DELETE FROM fairlead.outcome WHERE last_at < $1 RETURNING 1), s AS (DELETE FROM fairlead.sighting WHERE last_at < $1 RETURNING 1) SELECT (SELECT count(*) FROM o) + (SELECT count(*) FROM s)")
            .With(PostgresTime.Of(before)),
        async reader =>
        {
            await reader.ReadAsync(ct).ConfigureAwait(false);
            return (int)reader.GetInt64(0);
        },
        ct);

    private static StoredOutcome Outcome(NpgsqlDataReader row) => new(row.GetString(0), new(StoredNames.SourceKindOf(row.GetString(1)), row.GetString(2)), row.GetFieldValue<DateTimeOffset>(3), row.GetFieldValue<DateTimeOffset>(4))
    {
        Contents = TextOrNull(row, 5),
        Reason = TextOrNull(row, 6) is { } reason ? StoredNames.ReasonOf(reason) : null,
        Message = TextOrNull(row, 7),
        Hint = TextOrNull(row, 8),
    };

    private static string? TextOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
