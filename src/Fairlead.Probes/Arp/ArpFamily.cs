using Fairlead.Probes.Links;
using Fairlead.Probes.Running;

namespace Fairlead.Probes.Arp;

/// <summary>Who holds the addresses that the site means to give to clusters and to the resource bridge.</summary>
public sealed class ArpFamily : ICheckFamily
{
    public string Name => "arp";

    public IReadOnlyList<Announcement> Announce(CheckRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var work = ArpWork.Of(request, PacketSocket.IsPermitted());
        return ArpRun.Announce(work, request.Broadcasts, request.OnLinkSegment?.ToString());
    }

    public async Task RunAsync(CheckRequest request, ICheckSink sink, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(sink);
        var work = ArpWork.Of(request, PacketSocket.IsPermitted());
        var run = new ArpRun(work, request.Broadcasts, request.Tap, request.Time);
        foreach (var result in await run.AskAsync(sink.Progress, ct))
            sink.Report(result);
    }
}
