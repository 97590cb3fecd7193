using System.Runtime.CompilerServices;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.VSphere;

/// <summary>A vCenter: its networks, hosts and VMs, read with the role Read-only. It can be followed.</summary>
internal sealed class VSphereConnector(SourceReference reference, ConnectorSettings settings) : Connector(new(SourceKind.VCenter, reference.Place), settings), IFollowingConnector
{
    /// <summary>How long a change is waited for before vCenter is asked again: so long an observation may seem older than it is.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>Changes that come within it are one: a busy vCenter has several in a second, and each is a whole observation.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(1);

    protected override async Task<Observation> ReadAsync(CancellationToken ct)
    {
        await using var session = await VimSession.OpenAsync(reference, Settings, ct).ConfigureAwait(false);
        return Observed(await InventoryReader.ReadAsync(session, ct).ConfigureAwait(false));
    }

    public async IAsyncEnumerable<ObservationOutcome> FollowAsync([EnumeratorCancellation] CancellationToken ct)
    {
        InventoryFollower? follower = null;
        try
        {
            while (true)
            {
                var outcome = await GuardAsync(NextAsync, Settings.Timeout + LongestWait, ct).ConfigureAwait(false);
                yield return outcome;
                if (outcome is ObservationOutcome.Failed)
                    yield break;
                await Task.Delay(Calm, Settings.Time, ct).ConfigureAwait(false);
            }
        }
        finally
        {
            if (follower is not null)
                await follower.DisposeAsync().ConfigureAwait(false);
        }

        async Task<Observation> NextAsync(CancellationToken limit)
        {
            follower ??= await InventoryFollower.OpenAsync(reference, Settings, limit).ConfigureAwait(false);
            await follower.NextAsync(LongestWait, limit).ConfigureAwait(false);
            return Observed(follower.Inventory);
        }
    }

    private Observation Observed(Inventory inventory) => inventory.ToObservation(Source, Settings.Time.GetUtcNow()) with { AddressSpace = reference["address-space"] };
}
