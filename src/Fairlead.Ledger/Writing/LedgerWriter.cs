using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Fairlead.Ledger.Json;
using Fairlead.Ledger.Storage;

namespace Fairlead.Ledger.Writing;

/// <summary>
/// The one writer of this process. What arrives while a commit is on its way to the disk is decided and committed together next (group commit), so
/// the cost of a commit is shared by all who wait for it. Nobody is answered before the disk has answered.
/// </summary>
internal sealed class LedgerWriter : IAsyncDisposable
{
    /// <summary>Of one commit; more wait for the next.</summary>
    private const int MostAtOnce = 512;

    /// <summary>How often what time brings about is looked for when nobody writes.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(10);

    /// <summary>Answers are kept for a day.</summary>
    private static readonly TimeSpan AnswersLive = TimeSpan.FromDays(1);

    private static readonly TimeSpan ForgetEvery = TimeSpan.FromMinutes(10);

    private readonly ILedgerStore _store;
    private readonly LedgerView _view;
    private readonly TimeProvider _time;
    private readonly Channel<Wish> _wishes = Channel.CreateBounded<Wish>(new BoundedChannelOptions(8 * MostAtOnce) { SingleReader = true });
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _running;
    private LedgerDraft? _draft;
    private DateTimeOffset _forgotAt;

    public LedgerWriter(ILedgerStore store, LedgerDraft draft, LedgerView view, TimeProvider time)
    {
        (_store, _draft, _view, _time) = (store, draft, view, time);
        _running = Task.Run(RunAsync);
    }

    /// <exception cref="LedgerUnavailableException">Not stored, or nobody knows.</exception>
    public async Task<LedgerOutcome> AskAsync(LedgerRequest request, Actor who, CancellationToken ct)
    {
        var wish = new Wish(request, who);
        try
        {
            await _wishes.Writer.WriteAsync(wish, ct);
        }
        catch (ChannelClosedException)
        {
            throw new LedgerUnavailableException("The ledger is being closed; nothing was changed.");
        }

        // Once it is in the queue it may be stored, so whoever asks waits for the answer.
        return await wish.Answer.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _wishes.Writer.TryComplete();
        await _ending.CancelAsync();
        await _running;
        _ending.Dispose();
    }

    private async Task RunAsync()
    {
        var batch = new List<Wish>(MostAtOnce);
        while (await WaitAsync())
        {
            while (batch.Count < MostAtOnce && _wishes.Reader.TryRead(out var wish))
                batch.Add(wish);
            await WriteAsync(batch);
            batch.Clear();
        }
    }

    /// <returns>False when the ledger is closed and everything was answered.</returns>
    private async Task<bool> WaitAsync()
    {
        if (_ending.IsCancellationRequested)
            return await _wishes.Reader.WaitToReadAsync();
        using var tick = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        using var timer = _time.CreateTimer(_ => tick.Cancel(), null, Tick, Timeout.InfiniteTimeSpan);
        try
        {
            return await _wishes.Reader.WaitToReadAsync(tick.Token);
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private async Task WriteAsync(List<Wish> batch)
    {
        try
        {
            await CommitAsync(batch);
        }
        catch (ClaimRefusedException) when (batch.Count > 1)
        {
            // Somebody wrote past Fairlead; who is concerned shows when each goes alone.
            _draft = null;
            foreach (var wish in batch)
                await WriteAsync([wish]);
        }
        catch (ClaimRefusedException exception)
        {
            _draft = null;
            Fail(batch, new LedgerUnavailableException($"The database refuses what Fairlead took for free ({exception.Message}): something else writes into {_store.Place}. Nothing was changed; 'fairlead ledger verify' looks for the cause.", exception));
        }
        catch (LedgerUnavailableException exception)
        {
            _draft = null;
            Fail(batch, exception);
        }
        catch (Exception exception)
        {
            // A fault of Fairlead's own must not end the writer: the next request finds a fresh state.
            _draft = null;
            Fail(batch, exception);
        }
    }

    private static void Fail(List<Wish> batch, Exception exception)
    {
        foreach (var wish in batch)
            wish.Answer.TrySetException(exception);
    }

    private async Task CommitAsync(List<Wish> batch)
    {
        if (_draft is null)
        {
            var contents = await _store.ReadAllAsync(CancellationToken.None);
            _draft = new LedgerDraft(contents, _time);
            _view.Replace(contents, _draft.Sites);
        }

        var keys = batch.Select(wish => wish.Request.Key).OfType<string>().Distinct().ToList();
        if (batch.Count == 0 && !_draft.HasEnded)
        {
            if (_draft.PlanForToday())
                _view.Apply(new Dictionary<Guid, Holding?>(), _draft.LastEntry, _draft.Sites);
            return;
        }

        await using var transaction = await _store.BeginAsync(_draft.LastEntry, keys, CancellationToken.None);
        if (!transaction.News.IsEmpty || transaction.News.LastEntry != _draft.LastEntry)
        {
            _draft.Take(transaction.News);
            _view.Apply(transaction.News.Holdings, transaction.News.LastEntry, _draft.Sites);
        }

        HoldingDecisions.Expire(_draft);
        var given = new Dictionary<string, StoredAnswer>();
        var answers = batch.ConvertAll(wish => Decide(wish, transaction.Answers, given));
        if (!_draft.HasChanges && given.Count == 0)
        {
            Complete(batch, answers);
            return;
        }

        var now = _time.GetUtcNow();
        var forget = now - _forgotAt > ForgetEvery ? now - AnswersLive : (DateTimeOffset?)null;
        var write = _draft.ToWrite([.. given.Values], forget);
        await transaction.CommitAsync(write, CancellationToken.None);
        if (forget is not null)
            _forgotAt = now;
        _view.Apply(write.Holdings, _draft.LastEntry, _draft.Sites);
        Complete(batch, answers);
        await TellAsync();
    }

    /// <summary>That others learn of it late is no failure of what was stored.</summary>
    private async Task TellAsync()
    {
        try
        {
            await _store.TellOthersAsync(CancellationToken.None);
        }
        catch (LedgerUnavailableException)
        {
            // They look by themselves.
        }
    }

    private static void Complete(List<Wish> batch, List<LedgerOutcome> answers)
    {
        for (var i = 0; i < batch.Count; i++)
            batch[i].Answer.TrySetResult(answers[i]);
    }

    private LedgerOutcome Decide(Wish wish, IReadOnlyDictionary<string, StoredAnswer> earlier, Dictionary<string, StoredAnswer> given)
    {
        var (request, who) = (wish.Request, wish.Who);
        if (request.Key is not { } key)
            return Decide(request, who);
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.Fingerprint)));
        var answered = given.GetValueOrDefault(key) ?? earlier.GetValueOrDefault(key);
        if (answered is not null && answered.At > _time.GetUtcNow() - AnswersLive)
            return answered.Fingerprint == fingerprint ? OutcomeDocument.Read(answered.Body) : Refusals.KeyReused(key);
        var outcome = Decide(request, who);
        given[key] = new StoredAnswer(key, fingerprint, OutcomeDocument.Write(outcome), _time.GetUtcNow());
        return outcome;
    }

    private LedgerOutcome Decide(LedgerRequest request, Actor who)
    {
        var draft = _draft!;
        switch (request)
        {
            case ReserveRequest reserve:
                return ReserveDecision.Decide(draft, reserve, who);
            case ActivateRequest activate:
                return HoldingDecisions.Activate(draft, activate, who);
            case ReleaseRequest release:
                return HoldingDecisions.Release(draft, release, who);
            case PutSiteRequest put:
                return SiteDecisions.Put(draft, put, who);
            case DeleteSiteRequest delete:
                return SiteDecisions.Delete(draft, delete, who);
            case ObserveRequest observe:
                HoldingDecisions.Observe(draft, observe, who);
                return new Observed();
            case RecordChangesRequest record:
                return SiteDecisions.Record(draft, record, who);
            case LookRequest:
                return new Observed();
            default:
                throw new System.Diagnostics.UnreachableException($"{request.GetType()} is no request.");
        }
    }

    private sealed record Wish(LedgerRequest Request, Actor Who)
    {
        public TaskCompletionSource<LedgerOutcome> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
