using System.Globalization;
using System.Text.Json;
using Fairlead.Core.Endpoints;
using Fairlead.Core.Profiles;

namespace Fairlead.Testing.Lab.Egress;

/// <summary>How one host of the Lab's Internet behaves; what is null is as it is for all.</summary>
/// <param name="Certificate"><c>good</c>, <c>early</c> (valid from tomorrow), <c>private</c> (of another authority), <c>other</c> (for another name).</param>
/// <param name="Ahead">Seconds that its clock is ahead.</param>
/// <param name="Http2"><c>yes</c>, <c>no</c> (not offered), <c>goaway</c>, <c>cut</c>.</param>
public sealed record LabHost(string? Certificate = null, int? Status = null, int? Ahead = null, string? Http2 = null);

/// <summary>The outside of a Lab: every host of the endpoint catalogue, each with an address of its own, behind one machine; and its DNS.</summary>
/// <param name="others">Hosts that are in no catalogue.</param>
public sealed class LabInternet(string region, params string[] others)
{
    /// <summary>RFC 2544: for measuring networks, routed nowhere.</summary>
    private const string Prefix = "198.18.100.0/24";

    private readonly string[] _hosts =
    [
        .. EndpointCatalog.Default.Endpoints
            .Where(endpoint => endpoint.Kind != HostKind.Placeholder)
            .Select(endpoint => HostOf(endpoint, region))
            .OfType<string>().Concat(others).Distinct().Order(StringComparer.Ordinal),
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

    /// <summary>
    /// Makes a machine of the Lab the Internet. Its folder then holds <c>public.pem</c>, the root that is public in this Lab, and <c>own.pem</c>,
    /// that of another authority.
    /// </summary>
    public NodePlan On(NodePlan node, IReadOnlyDictionary<string, LabHost> behaviours)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Runs(async (machine, ct) =>
        {
            await WriteCertificatesAsync(machine, ct);
            await machine.WriteAsync("internet.json", Settings(behaviours), ct);
            // One machine is at home in the whole prefix.
            (await machine.RunAsync("ip", ["route", "add", "local", Prefix, "dev", "lo"], ct)).OrThrow("ip route");
            var process = machine.Start("/usr/bin/python3", [Repository.PathOf("tests", "Fairlead.Testing", "Lab", "Egress", "internet.py"), machine.Folder]);
            await process.WaitForAsync("listening on 80", ct);
            await process.WaitForAsync("listening on 443", ct);
        });
    }

    private async Task WriteCertificatesAsync(LabNode machine, CancellationToken ct)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var roots = new LabAuthority("Lab public root", now);
        using var own = new LabAuthority("Contoso own root", now);
        await machine.WriteAsync("public.pem", roots.Root, ct);
        await machine.WriteAsync("own.pem", own.Root, ct);
        await machine.WriteAsync("good", roots.Certify(_hosts, now.AddDays(-30), now.AddDays(30)), ct);
        await machine.WriteAsync("early", roots.Certify(_hosts, now.AddDays(1), now.AddDays(30)), ct);
        await machine.WriteAsync("private", own.Certify(_hosts, now.AddDays(-30), now.AddDays(30)), ct);
        await machine.WriteAsync("other", roots.Certify(["somebody-else.example"], now.AddDays(-30), now.AddDays(30)), ct);
    }

    private string Settings(IReadOnlyDictionary<string, LabHost> behaviours)
    {
        var all = new Dictionary<string, Dictionary<string, object>> { [""] = new() { ["certificate"] = "good", ["status"] = 404, ["ahead"] = 0, ["http2"] = "yes" } };
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
