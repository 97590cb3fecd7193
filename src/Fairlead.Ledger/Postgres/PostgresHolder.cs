using Fairlead.Ledger.Storage;
using Npgsql;

namespace Fairlead.Ledger.Postgres;

/// <summary>Whom a refused claim met: asked after the refusal, on another connection, since the refused transaction answers nothing any more.</summary>
internal static class PostgresHolder
{
    private const string Sql =
        """
        SELECT lower(held.range), upper(held.range), wanted.address_space, wanted.first, wanted.last, held.owner, held.source, held.site, held.id
        FROM unnest($1, $2, $3, $4) AS wanted (id, address_space, first, last)
        JOIN fairlead.claim held ON held.is_exclusive AND NOT held.is_accepted AND held.address_space = wanted.address_space
          AND held.range && fairlead.address_range(wanted.first, wanted.last, '[]') AND held.id IS DISTINCT FROM wanted.id
          AND (held.id IS NULL OR held.id <> ALL ($5))
        LIMIT 1
        """;

    public static async Task<HeldBy?> OfAsync(NpgsqlDataSource source, LedgerWrite write)
    {
        var claims = write.ClaimsNew.Where(claim => claim is { IsExclusive: true, IsAccepted: false }).ToArray();
        var holdings = write.Holdings.Values.OfType<Holding>().ToArray();
        try
        {
            await using var connection = await source.OpenConnectionAsync().ConfigureAwait(false);
            await using var batch = new PostgresBatch(connection, timeoutSeconds: 10)
                .Add(Sql)
                // A claim of a site file has no id; one that no row has stands for it.
                .With([.. claims.Select(_ => Guid.Empty), .. holdings.Select(holding => holding.Id)])
                .With([.. claims.Select(claim => claim.AddressSpace), .. holdings.Select(holding => holding.AddressSpace)])
                .With([.. claims.Select(claim => PostgresAddress.Of(claim.Range.First)), .. holdings.Select(holding => PostgresAddress.Of(holding.Range.First))])
                .With([.. claims.Select(claim => PostgresAddress.Of(claim.Range.Last)), .. holdings.Select(holding => PostgresAddress.Of(holding.Range.Last))])
                .With(write.Holdings.Where(pair => pair.Value is null).Select(pair => pair.Key));
            await using var reader = await batch.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            if (!await reader.ReadAsync().ConfigureAwait(false)) return null;
            var where = reader.IsDBNull(8) ? reader.GetString(6) : $"site {reader.GetString(7)}, id {reader.GetGuid(8)}";
            return new(reader.GetString(2), PostgresRows.Range(reader, 3), PostgresRows.Range(reader, 0), reader.GetString(5), where);
        }
        catch (NpgsqlException)
        {
            // The refusal stands, without the name.
            return null;
        }
    }
}
