using System.CommandLine;
using Fairlead.Cli.Commands;
using Fairlead.Cli.Desk;
using Fairlead.Core.Diagnostics;
using Fairlead.Ledger;

namespace Fairlead.Cli.Applying;

/// <summary>What was applied, or tried, in the ledger's history: the ledger that is named, or the one in the usual place where there is one.</summary>
internal sealed class ApplyRecord
{
    private readonly DeskOptions _desk = new();
    private readonly Option<string?> _why = ReserveCommand.Why();

    public void AddTo(Command command)
    {
        command.Options.Add(_why);
        _desk.AddTo(command);
    }

    /// <exception cref="LedgerUnavailableException">The ledger can't be opened.</exception>
    /// <exception cref="UnusableInputException">The ledger that is named is not there, or its server has no token.</exception>
    public async Task<OpenApplyRecord> OpenAsync(ParseResult arguments, CancellationToken ct) => new(await _desk.OpenIfThereAsync(arguments, ct), arguments.GetValue(_why));
}

/// <param name="desk">Null: there is no ledger.</param>
internal sealed class OpenApplyRecord(ILedgerDesk? desk, string? why) : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Applies and records how it went; a failure is recorded and goes on its way.</summary>
    /// <returns>What there is to say afterwards.</returns>
    public async Task<IReadOnlyList<string>> AroundAsync(ChangeTarget target, Func<Task<IReadOnlyList<string>>> apply)
    {
        try
        {
            var notes = await apply();
            return [.. notes, .. await RecordAsync(target, "done")];
        }
        catch (UnusableInputException failure)
        {
            var notes = await RecordAsync(target, failure.Message);
            throw notes.Count == 0 ? failure : new UnusableInputException($"{failure.Message} ({string.Join(" ", notes)})", failure);
        }
    }

    public ValueTask DisposeAsync() => desk?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Whoever stops the program waits for this: what is done is done.</summary>
    private async Task<List<string>> RecordAsync(ChangeTarget target, string result)
    {
        if (desk is null)
            return ["not in a ledger's history: there is no ledger here ('fairlead up' makes one; --server names one)."];
        var notes = new List<string>();
        foreach (var site in target.Sites)
        {
            try
            {
                using var limit = new CancellationTokenSource(s_patience);
                if (await desk.RecordAsync(new RecordChangesRequest(site, target.Place, result, target.InShort), why, limit.Token) is Refused refused)
                    notes.Add($"not in the ledger's history: {OutcomeText.RefusalOf(refused)}");
            }
            catch (Exception exception) when (exception is LedgerUnavailableException or UnusableInputException or OperationCanceledException)
            {
                notes.Add($"not in the ledger's history: {exception.Message}");
            }
        }

        return notes;
    }
}
