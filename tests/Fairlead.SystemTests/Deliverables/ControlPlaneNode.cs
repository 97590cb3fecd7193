using System.Globalization;
using Fairlead.Testing.Lab;
using Xunit;

namespace Fairlead.SystemTests.Deliverables;

/// <summary>A machine of the Lab with keepalived and haproxy as rendered, and something that answers as an API server does.</summary>
/// <param name="rendered">The folder of target keepalived.</param>
/// <param name="addresses">Of all control plane nodes, as somebody writes them into haproxy.env.</param>
internal sealed class ControlPlaneNode(LabNode machine, string rendered, IReadOnlyList<string> addresses)
{
    private const string ApiServer = """
        import http.server, ssl, sys
        class Answers(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"ok")
            def log_message(self, *words):
                pass
        server = http.server.ThreadingHTTPServer(("0.0.0.0", 6444), Answers)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1])
        server.socket = context.wrap_socket(server.socket, server_side=True)
        print("listening", flush=True)
        server.serve_forever()
        """;

    private LabProcess? _keepalived;
    private LabProcess? _haproxy;

    public LabNode Machine { get; } = machine;

    private string Etc => Path.Combine(Machine.Folder, "keepalived");

    /// <summary>Where keepalived's own files have to lie: the folder stands in for /etc/keepalived, in a mount namespace of its own.</summary>
    public async Task InstallAsync(string certificate, CancellationToken ct)
    {
        Directory.CreateDirectory(Etc);
        foreach (var file in new[] { "keepalived.conf", "check-api-server" })
            File.Copy(Path.Combine(rendered, file), Path.Combine(Etc, file));
        (await Shell.RunAsync("chmod", ["755", Machine.Folder, Etc, Path.Combine(Etc, "check-api-server")], ct)).OrThrow("chmod");
        await Machine.WriteAsync("server.pem", certificate, ct);
        await Machine.Start("python3", ["-u", "-c", ApiServer, Path.Combine(Machine.Folder, "server.pem")]).WaitForAsync("listening", ct);
    }

    public async Task StartAsync(CancellationToken ct)
    {
        await StartHaproxyAsync(ct);
        var pid = Path.Combine(Machine.Folder, "pid");
        _keepalived = Machine.Start("unshare", ["-m", "sh", "-c", $"mount --bind '{Etc}' /etc/keepalived && exec keepalived --dont-fork --log-console --log-detail -f /etc/keepalived/keepalived.conf -p '{pid}' -r '{pid}.vrrp'"]);
        await _keepalived.WaitForAsync("Startup complete", ct);
    }

    /// <summary>The machine is gone at once: nothing of it is on the wire any more.</summary>
    public async Task DieAsync(CancellationToken ct)
    {
        (await Machine.RunAsync("ip", ["link", "set", "eth0", "down"], ct)).OrThrow("ip link");
        await _keepalived!.StopAsync(ct);
        await _haproxy!.StopAsync(ct);
    }

    public Task LoseApiServerAsync(CancellationToken ct) => _haproxy!.StopAsync(ct);

    public async Task ReviveAsync(bool wasMachine, CancellationToken ct)
    {
        if (!wasMachine)
        {
            await StartHaproxyAsync(ct);
            return;
        }

        (await Machine.RunAsync("ip", ["link", "set", "eth0", "up"], ct)).OrThrow("ip link");
        await StartAsync(ct);
    }

    private async Task StartHaproxyAsync(CancellationToken ct)
    {
        _haproxy = Machine.Start("env", [.. addresses.Select((address, at) => string.Create(CultureInfo.InvariantCulture, $"CONTROL_PLANE_{at + 1}={address}")), "haproxy", "-db", "-f", Path.Combine(rendered, "haproxy.cfg")]);
        // It says nothing when it has begun.
        while ((await Machine.RunAsync("ss", ["-Hltn", "sport = :6443"], ct)).Output.Length == 0)
            Assert.False(_haproxy.HasEnded, string.Join('\n', _haproxy.Lines));
    }
}
