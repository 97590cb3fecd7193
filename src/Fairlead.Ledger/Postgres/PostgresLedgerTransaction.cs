using Fairlead.Ledger.Storage;
using Npgsql;

namespace Fairlead.Ledger.Postgres;

internal sealed class PostgresLedgerTransaction(
    PostgresLedgerStore store, NpgsqlConnection connection, LedgerNews news, IReadOnlyDictionary<string, StoredAnswer> answers) : ILedgerTransaction
{
    private bool _isOver;

    public LedgerNews News => news;

    public IReadOnlyDictionary<string, StoredAnswer> Answers => answers;

    public async Task CommitAsync(LedgerWrite write, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_isOver, this);
        ct.ThrowIfCancellationRequested();
        WriteRules.Check(write, news.LastEntry);
        try
        {
            await store.CommitAsync(connection, write).ConfigureAwait(false);
        }
        finally
        {
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A connection that goes back with an open transaction is rolled back by Npgsql.</summary>
    public ValueTask DisposeAsync()
    {
        _isOver = true;
        return connection.DisposeAsync();
    }
}
