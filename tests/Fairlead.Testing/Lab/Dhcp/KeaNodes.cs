using System.Globalization;

namespace Fairlead.Testing.Lab.Dhcp;

/// <summary>Machines that run Kea.</summary>
public static class KeaNodes
{
    /// <summary>Where Kea keeps its leases, in the node's folder: one line of headings, then one per lease.</summary>
    public const string LeaseFile = "leases.csv";

    /// <summary>Where the daemon takes commands, in the node's folder.</summary>
    public const string ControlSocket = "control.sock";

    /// <summary>The hook library that lets leases be asked for, as a further member.</summary>
    public static string LeaseCommands => $$"""
        "hooks-libraries": [{"library": "{{Hook("libdhcp_lease_cmds.so")}}"}],
        """;

    /// <summary>A DHCPv4 server on <c>eth0</c>.</summary>
    /// <param name="more">Further members of <c>Dhcp4</c>, such as hook libraries, each followed by a comma.</param>
    public static NodePlan RunsKea(this NodePlan node, KeaScope scope, string more = "") => Runs(node, "4", scope.Text, more);

    /// <summary>A DHCPv4 server on <c>eth0</c> with these items of <c>subnet4</c>, as text that is read when it starts.</summary>
    public static NodePlan RunsKea(this NodePlan node, Func<string> subnets)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Runs((running, ct) => StartAsync(running, "4", subnets(), LeaseCommands, ct));
    }

    /// <summary>A DHCPv6 server on <c>eth0</c>.</summary>
    public static NodePlan RunsKea6(this NodePlan node, KeaScope scope) => Runs(node, "6", scope.Text, "");

    /// <summary>
    /// One of two DHCPv4 servers that share clients by the hash of their identifiers (hook library <c>ha</c>). Neither answers before it has met the other.
    /// </summary>
    /// <param name="own">This server's address; <paramref name="first"/> or <paramref name="second"/>.</param>
    public static NodePlan RunsKeaOfPair(this NodePlan node, KeaScope scope, string own, string first, string second)
    {
        ArgumentNullException.ThrowIfNull(node);
        var name = own == first ? "first" : "second";
        var hooks = $$$"""
            "multi-threading": {"enable-multi-threading": true, "thread-pool-size": 2, "packet-queue-size": 64},
            "hooks-libraries": [
              {"library": "{{{Hook("libdhcp_lease_cmds.so")}}}"},
              {"library": "{{{Hook("libdhcp_ha.so")}}}", "parameters": {"high-availability": [{
                "this-server-name": "{{{name}}}", "mode": "load-balancing",
                "heartbeat-delay": 1000, "max-response-delay": 60000, "max-ack-delay": 60000, "max-unacked-clients": 0,
                "multi-threading": {"enable-multi-threading": true, "http-dedicated-listener": true, "http-listener-threads": 1, "http-client-threads": 1},
                "peers": [
                  {"name": "first", "url": "http://{{{first}}}:8765/", "role": "primary"},
                  {"name": "second", "url": "http://{{{second}}}:8765/", "role": "secondary"}]}]}}],
            """;
        return node.Runs(async (running, ct) => await StartAsync(running, "4", scope.Text, hooks, ct));
    }

    /// <summary>Waits until both of a pair share the clients.</summary>
    public static NodePlan AwaitsKeaPair(this NodePlan node, string first, string second)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Runs(async (running, ct) =>
        {
            foreach (var peer in (string[])[first, second])
                (await running.RunAsync("python3", ["-c", WaitForLoadBalancing, peer], ct)).OrThrow("the Kea pair");
        });
    }

    private const string WaitForLoadBalancing = """
        import json, sys, time, urllib.request
        question = json.dumps({"command": "ha-heartbeat", "service": ["dhcp4"]}).encode()
        for attempt in range(600):
            try:
                request = urllib.request.Request(f"http://{sys.argv[1]}:8765/", question, {"Content-Type": "application/json"})
                answer = json.load(urllib.request.urlopen(request, timeout=5))
                if (answer[0] if isinstance(answer, list) else answer)["arguments"]["state"] == "load-balancing":
                    sys.exit(0)
            except (OSError, KeyError, ValueError):
                pass
            time.sleep(0.1)
        sys.exit("they never came to share clients")
        """;

    private static NodePlan Runs(NodePlan node, string family, string scope, string more)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Runs((running, ct) => StartAsync(running, family, scope, more, ct));
    }

    private static async Task StartAsync(LabNode node, string family, string scope, string more, CancellationToken ct)
    {
        // Where the server keeps its own DUID.
        var data = family == "6" ? $"""
            "data-directory": "{node.Folder}",
            """ : "";
        var config = await node.WriteAsync("kea.json", $$"""
            {"Dhcp{{family}}": {
              {{data}}
              "interfaces-config": {"interfaces": ["eth0"]},
              "lease-database": {"type": "memfile", "persist": true, "name": "{{node.Folder}}/{{LeaseFile}}", "lfc-interval": 0},
              "loggers": [{"name": "kea-dhcp{{family}}", "severity": "INFO", "output_options": [{"output": "stdout", "flush": true}]}],
              "control-socket": {"socket-type": "unix", "socket-name": "{{node.Folder}}/{{ControlSocket}}"},
              {{more}}
              "subnet{{family}}": [{{scope}}]
            } }
            """, ct);
        var environment = new Dictionary<string, string> { ["KEA_PIDFILE_DIR"] = node.Folder, ["KEA_LOCKFILE_DIR"] = node.Folder };
        var server = node.Start($"kea-dhcp{family}", ["-c", config], environment);
        await server.WaitForAsync(string.Create(CultureInfo.InvariantCulture, $"DHCP{family}_STARTED"), ct);
    }

    /// <summary>Debian installs hooks under the architecture's own library folder.</summary>
    private static string Hook(string library) => Directory.GetDirectories("/usr/lib", "*-linux-*").Select(folder => Path.Combine(folder, "kea", "hooks", library)).First(File.Exists);
}
