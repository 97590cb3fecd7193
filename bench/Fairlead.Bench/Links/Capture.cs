using System.Globalization;
using Fairlead.Testing.Lab;

namespace Fairlead.Bench.Links;

/// <summary>Counts ARP requests on the wire from another machine of the segment.</summary>
internal sealed class Capture : IAsyncDisposable
{
    private readonly LabNode _witness;
    private readonly LabProcess _tcpdump;
    private readonly string _file;

    private Capture(LabNode witness, LabProcess tcpdump, string file) => (_witness, _tcpdump, _file) = (witness, tcpdump, file);

    public static async Task<Capture> StartAsync(LabNode witness, CancellationToken ct)
    {
        var file = Path.Combine(witness.Folder, "requests.pcap");
        var tcpdump = witness.Start("tcpdump", ["-i", "eth0", "-Z", "root", "-B", "65536", "-s", "64", "-w", file, "arp[6:2] = 1"]);
        await tcpdump.WaitForAsync("listening on", ct);
        return new(witness, tcpdump, file);
    }

    /// <returns>Requests, and those per second between the first and the last.</returns>
    public async Task<(int Frames, double Rate, int MostInASecond)> StopAsync(CancellationToken ct)
    {
        await _tcpdump.StopAsync(ct);
        var lines = (await _witness.RunAsync("tcpdump", ["-r", _file, "-tt", "-n"], ct)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        double[] times = [.. lines.Select(line => double.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture)).Order()];
        return times.Length < 2 ? (times.Length, 0, times.Length) : (times.Length, (times.Length - 1) / (times[^1] - times[0]), MostWithin(times, 1));
    }

    public ValueTask DisposeAsync() => _tcpdump.DisposeAsync();

    private static int MostWithin(double[] times, double seconds)
    {
        var (most, from) = (0, 0);
        for (var to = 0; to < times.Length; to++)
        {
            while (times[to] - times[from] >= seconds)
                from++;
            most = Math.Max(most, to - from + 1);
        }

        return most;
    }
}
