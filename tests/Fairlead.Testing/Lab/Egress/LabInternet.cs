using System.Globalization;
using System.Text.Json;
using Fairlead.Core.Endpoints;
using Fairlead.Core.Profiles;

namespace Fairlead.Testing.Lab.Egress;

/// <summary>How one host of the Lab's Internet behaves; what is null is as it is for all.</summary>
/// <param name="Certificate">A file of the Internet's folder: <c>good.pem</c>, <c>early.pem</c> (valid from tomorrow), <c>own.pem</c> (of another authority), <c>short.pem</c> (without its issuer).</param>
/// <param name="Ahead">Seconds that its clock is ahead.</param>
/// <param name="Http2"><c>yes</c>, <c>no</c> (not offered), <c>goaway</c>, <c>cut</c>.</param>
public sealed record LabHost(string? Certificate = null, int? Status = null, int? Ahead = null, string? Http2 = null);

/// <summary>The outside of a Lab: every host of the endpoint catalogue, each with an address of its own, behind one machine; and its DNS.</summary>
public sealed class LabInternet(string region)
{
    /// <summary>RFC 2544: for measuring networks, routed nowhere.</summary>
    private const string Prefix = "198.18.100.0/24";

    private readonly string[] _hosts =
    [
        .. EndpointCatalog.Default.Endpoints
            .Where(endpoint => endpoint.Kind != HostKind.Placeholder)
            .Select(endpoint => HostOf(endpoint, region))
            .OfType<string>().Distinct().Order(StringComparer.Ordinal),
    ];

    public IReadOnlyList<string> Hosts => _hosts;

    /// <summary>What a gateway needs to find it.</summary>
    public static string RouteVia(string machine) => $"{Prefix} via {machine}";

    public string AddressOf(string host) => string.Create(CultureInfo.InvariantCulture, $"198.18.100.{Array.IndexOf(_hosts, host) + 1}");

    /// <summary>dnsmasq's lines: these names, and no others at all.</summary>
    /// <param name="answers">Other answers for some: an address, or empty for none.</param>
    public string Zone(IReadOnlyDictionary<string, string> answers)
    {
        var lines = _hosts.Where(host => answers.GetValueOrDefault(host) is not "")
            .Select(host => $"host-record={host},{answers.GetValueOrDefault(host) ?? AddressOf(host)}");
        return string.Join('\n', lines.Concat(answers.Keys.Except(_hosts).Select(name => $"host-record={name},{answers[name]}"))) + "\n";
    }

    /// <summary>Makes a machine of the Lab the Internet.</summary>
    /// <param name="roots">The authority that is public here.</param>
    /// <param name="own">Another one.</param>
    public NodePlan On(NodePlan node, LabAuthority roots, LabAuthority own, IReadOnlyDictionary<string, LabHost> behaviours)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Runs(async (machine, ct) =>
        {
            var now = TimeProvider.System.GetUtcNow();
            await machine.WriteAsync("good.pem", roots.Certify(_hosts, now.AddDays(-30), now.AddDays(30)), ct);
            await machine.WriteAsync("early.pem", roots.Certify(_hosts, now.AddDays(1), now.AddDays(30)), ct);
            await machine.WriteAsync("own.pem", own.Certify(_hosts, now.AddDays(-30), now.AddDays(30)), ct);
            await machine.WriteAsync("short.pem", roots.Certify(_hosts, now.AddDays(-30), now.AddDays(30), isComplete: false), ct);
            await machine.WriteAsync("other.pem", roots.Certify(["somebody-else.example"], now.AddDays(-30), now.AddDays(30)), ct);
            await machine.WriteAsync("internet.json", Settings(behaviours), ct);
            // One machine is at home in the whole prefix.
            (await machine.RunAsync("ip", ["route", "add", "local", Prefix, "dev", "lo"], ct)).OrThrow("ip route");
            var process = machine.Start("/usr/bin/python3", [Repository.PathOf("tests", "Fairlead.Testing", "Lab", "Egress", "internet.py"), machine.Folder]);
            await process.WaitForAsync("listening on 80", ct);
            await process.WaitForAsync("listening on 443", ct);
        });
    }

    private string Settings(IReadOnlyDictionary<string, LabHost> behaviours)
    {
        var all = new Dictionary<string, Dictionary<string, object>> { [""] = new() { ["certificate"] = "good.pem", ["status"] = 404, ["ahead"] = 0, ["http2"] = "yes" } };
        foreach (var host in _hosts)
        {
            var own = behaviours.GetValueOrDefault(host) ?? new();
            var written = new Dictionary<string, object?> { ["certificate"] = own.Certificate, ["status"] = own.Status, ["ahead"] = own.Ahead, ["http2"] = own.Http2 };
            all[host] = written.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!);
        }

        return JsonSerializer.Serialize(new { hosts = all });
    }

    private static string? HostOf(Endpoint endpoint, string region)
    {
        var host = EndpointCatalog.HostIn(endpoint, Regions.TryFind(region, out var found) ? found : null);
        return host.StartsWith("*.", StringComparison.Ordinal) ? endpoint.ProbeHost : host;
    }
}
