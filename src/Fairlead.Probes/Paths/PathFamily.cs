using System.Globalization;
using Fairlead.Core.Checks;
using Fairlead.Probes.Running;

namespace Fairlead.Probes.Paths;

/// <summary>Packet sizes, clocks and required ports from here to the parties that the site names.</summary>
public sealed class PathFamily : ICheckFamily
{
    /// <summary>Neighbour discovery asks again after a second (RFC 4861 section 10), and so may the last router on the way.</summary>
    private static readonly TimeSpan FirstEchoPatience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan EchoPatience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan NtpPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TcpPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DatePatience = TimeSpan.FromSeconds(10);

    public string Name => "path";

    public IReadOnlyList<Announcement> Announce(CheckRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (echo, clocks, dates, ports) = (PathTargets.OfMtu(request), PathTargets.OfClocks(request), PathTargets.OfDates(request), PathTargets.OfPorts(request));
        var all = new[]
        {
            new Announcement("ICMP echoes of several sizes", Places(echo), echo.Count * MtuObservation.MostEchoes, (2 * FirstEchoPatience) + (EchoPatience * (MtuObservation.MostEchoes - 2))),
            new Announcement("SNTP requests", Places(clocks), clocks.Count * 2, NtpPatience * 2),
            new Announcement("one HTTPS request for the Date", Places(dates), dates.Count, DatePatience),
            new Announcement("TCP connections without data", Places(ports), ports.Count, TcpPatience),
        };
        return [.. all.Where(each => each.Packets > 0)];
    }

    public async Task RunAsync(CheckRequest request, ICheckSink sink, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(sink);
        await Task.WhenAll(
        [
            .. PathTargets.OfMtu(request).Select(target => ReportAsync(target, AskMtuAsync)),
            .. PathTargets.OfClocks(request).Select(target => ReportAsync(target, AskClockAsync)),
            AskPortsAndDatesAsync(),
        ]);

        // One after the other: routers say why only so often, and a second connection would take the first one's answer away.
        async Task AskPortsAndDatesAsync()
        {
            var ports = await Task.WhenAll(PathTargets.OfPorts(request).Select(target => ReportAsync(target, AskPortAsync)));
            var shut = ports.Where(port => port.Finding.Outcome != CheckOutcome.Passed).Select(port => port.Target.Place).ToHashSet();
            await Task.WhenAll(PathTargets.OfDates(request).Select(target => ReportAsync(target, shut.Contains(target.Place) ? NoDateAsync : AskDateAsync)));
        }

        async Task<(PathTarget Target, PathFinding Finding)> ReportAsync(PathTarget target, Func<PathTarget, CheckRequest, CancellationToken, Task<PathFinding>> ask)
        {
            var started = request.Time.GetTimestamp();
            var finding = await ask(target, request, ct);
            sink.Report(finding.ToResult(target, request.Time.GetElapsedTime(started)));
            return (target, finding);
        }
    }

    private static async Task<PathFinding> AskMtuAsync(PathTarget target, CheckRequest request, CancellationToken ct)
    {
        var (mtu, link) = (request.Interface!.Mtu, request.Interface.Index);
        var seen = await MtuObservation.AskAsync(mtu, size => EchoQuestion.AskAsync(target.Address, link, size, size == MtuObservation.Small ? FirstEchoPatience : EchoPatience, ct));
        return PathJudgement.OfMtu(target, seen, mtu);
    }

    private static async Task<PathFinding> AskClockAsync(PathTarget target, CheckRequest request, CancellationToken ct)
    {
        var (seen, network) = await NtpObservation.AskWithCauseAsync(target.Address, request.Time, NtpPatience, ct);
        return PathJudgement.OfClock(target, seen, network);
    }

    private static async Task<PathFinding> AskDateAsync(PathTarget target, CheckRequest request, CancellationToken ct) =>
        PathJudgement.OfDate(target, await DateObservation.AskAsync(target.Address, target.Port, target.Host, request.Time, DatePatience, ct));

    private static Task<PathFinding> NoDateAsync(PathTarget target, CheckRequest request, CancellationToken ct) => Task.FromResult(PathJudgement.OfDate(target, null));

    private static async Task<PathFinding> AskPortAsync(PathTarget target, CheckRequest request, CancellationToken ct) =>
        PathJudgement.OfPort(target, await TcpQuestion.AskAsync(target.Address, target.Port, TcpPatience, ct));

    private static string Places(IReadOnlyList<PathTarget> targets) => targets.Count switch
    {
        <= 4 => string.Join(", ", targets.Select(target => target.Place).Distinct()),
        _ => string.Create(CultureInfo.InvariantCulture, $"{targets.Count} places, {targets[0].Place} first"),
    };
}
