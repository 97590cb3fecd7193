namespace Fairlead.Server.Hosting;

/// <summary>A part of the server that requests need: the ledger, for one. Asked at every <c>/readyz</c>, so it answers quickly.</summary>
public interface IReadinessCheck
{
    /// <summary>Such as <c>ledger</c>.</summary>
    string Name { get; }

    /// <summary>Null when it is ready, else why it is not, for the log.</summary>
    ValueTask<string?> FaultAsync(CancellationToken ct);
}
