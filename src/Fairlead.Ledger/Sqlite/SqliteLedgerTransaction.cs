using Fairlead.Ledger.Storage;

namespace Fairlead.Ledger.Sqlite;

internal sealed class SqliteLedgerTransaction(SqliteLedgerStore store, LedgerNews news, IReadOnlyDictionary<string, StoredAnswer> answers) : ILedgerTransaction
{
    private bool _isOver;

    public LedgerNews News => news;

    public IReadOnlyDictionary<string, StoredAnswer> Answers => answers;

    public Task CommitAsync(LedgerWrite write, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_isOver, this);
        ct.ThrowIfCancellationRequested();
        WriteRules.Check(write, news.LastEntry);
        try
        {
            store.Commit(write);
        }
        finally
        {
            End();
        }

        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        if (!_isOver) End();
        return ValueTask.CompletedTask;
    }

    private void End()
    {
        _isOver = true;
        store.EndTurn();
    }
}
