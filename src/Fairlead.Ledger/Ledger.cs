using Fairlead.Ledger.Observing;
using Fairlead.Ledger.Storage;
using Fairlead.Ledger.Writing;

namespace Fairlead.Ledger;

/// <summary>
/// The ledger of all address claims: sites as they were loaded, what is held for whom, and the history of both. Reading is from memory
/// (<see cref="View"/>), writing goes through one writer, and what others write into the same store shows within a second.
/// </summary>
public sealed class Ledger : IAsyncDisposable
{
    private readonly ILedgerStore _store;
    private readonly LedgerWriter _writer;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _following;

    private Ledger(ILedgerStore store, LedgerView view, LedgerWriter writer)
    {
        (_store, View, _writer) = (store, view, writer);
        _following = Task.Run(FollowAsync);
    }

    public LedgerView View { get; }

    /// <summary>Where it is kept, for messages.</summary>
    public string Place => _store.Place;

    /// <summary>The last thing that went wrong with following other writers; null while all is well.</summary>
    public string? Trouble { get; private set; }

    /// <param name="store">Belongs to the ledger from now on, and is closed with it.</param>
    /// <exception cref="LedgerUnavailableException">The store can't be opened.</exception>
    public static async Task<Ledger> OpenAsync(ILedgerStore store, TimeProvider time, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(store);
        try
        {
            var contents = await store.OpenAsync(ct);
            var draft = new LedgerDraft(contents, time);
            var view = new LedgerView(contents, draft.Sites, time);
            return new Ledger(store, view, new LedgerWriter(store, draft, view, time));
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Decides and stores; the answer comes after it is on disk.</summary>
    /// <exception cref="LedgerUnavailableException">It could not be stored, or nobody knows whether it was.</exception>
    public Task<LedgerOutcome> AskAsync(LedgerRequest request, Actor who, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(who);
        return _writer.AskAsync(request, who, ct);
    }

    public Task<IReadOnlyList<HistoryEntry>> HistoryAsync(HistoryQuery query, CancellationToken ct) => _store.ReadHistoryAsync(query, ct);

    /// <summary>What sources said, beside the ledger.</summary>
    public IObservationStore Observations => _store.Observations;

    public Task BackupAsync(string file, CancellationToken ct) => _store.BackupAsync(file, ct);

    public Task<IReadOnlyList<string>> VerifyAsync(CancellationToken ct) => _store.VerifyAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _following;
        await _writer.DisposeAsync();
        await _store.DisposeAsync();
        _ending.Dispose();
    }

    /// <summary>What others commit is taken over by the writer; an empty request makes it look.</summary>
    private async Task FollowAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await _store.WaitForOthersAsync(_ending.Token);
                if ((await _store.ReadNewsAsync(View.LastEntry, _ending.Token)).LastEntry > View.LastEntry)
                    await _writer.AskAsync(new LookRequest(), Actor.Itself, _ending.Token);
                Trouble = null;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (LedgerUnavailableException exception)
            {
                Trouble = exception.Message;
                await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
            }
        }
    }
}
