using Xunit;

namespace Fairlead.SystemTests.Deliverables;

/// <summary>The egress of a site as rendered, judged by the programs that it is for; and a spoiled twin, so that they can say no.</summary>
public sealed class EgressTextTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fairlead-egress-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Nft_takes_its_rules()
    {
        Testing.Lab.LabNetwork.Require(); // nft wants the right to look at tables
        var text = Read("nftables/bergen-egress.nft");
        Assert.Equal("", await FaultsAsync("nft", ["-c", "-f"], text));
        Assert.NotEqual("", await FaultsAsync("nft", ["-c", "-f"], text.Replace("@to_1_4 tcp dport", "@to_99_4 tcp dport", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Dnsmasq_takes_its_names()
    {
        var text = Read("nftables/bergen-egress-dnsmasq.conf");
        Assert.Equal(0, (await Shell.RunAsync("dnsmasq", ["--test", $"--conf-file={await WriteAsync(text)}"], Ct)).ExitCode);
        Assert.NotEqual(0, (await Shell.RunAsync("dnsmasq", ["--test", $"--conf-file={await WriteAsync(text.Replace("nftset=", "nftsets=", StringComparison.Ordinal))}"], Ct)).ExitCode);
    }

    [Fact]
    public async Task Squid_takes_its_rules_without_a_warning()
    {
        var text = Read("squid/bergen-egress.conf");
        Assert.Equal("", await SaidAsync(text));
        Assert.NotEqual("", await SaidAsync(text.Replace("acl fairlead_port_1 port 80", "acl fairlead_port_1 prt 80", StringComparison.Ordinal)));
        // What it says of a name that another one covers, and why such names are left out.
        Assert.NotEqual("", await SaidAsync(text.Replace("dstdomain aka.ms", "dstdomain x.blob.core.windows.net", StringComparison.Ordinal)));

        async Task<string> SaidAsync(string configuration) => string.Join('\n', (await Shell.RunAsync("squid", ["-k", "parse", "-f", await WriteAsync(configuration)], Ct)).Errors.Split('\n')
            .Where(line => line.Contains("ERROR", StringComparison.Ordinal) || line.Contains("FATAL", StringComparison.Ordinal) || (line.Contains("WARNING", StringComparison.Ordinal) && line.Contains("fairlead", StringComparison.Ordinal)) || line.Contains("subdomain", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_command_for_Azure_is_a_script()
    {
        var text = ReadCase("machines/no-proxy/turku/azure-arc.sh");
        Assert.Equal(0, (await Shell.RunAsync("shellcheck", ["-s", "sh", await WriteAsync(text)], Ct)).ExitCode);
        Assert.NotEqual(0, (await Shell.RunAsync("shellcheck", ["-s", "sh", await WriteAsync(text.TrimEnd('\n', '\''))], Ct)).ExitCode);
    }

    /// <summary>Go's own reading is that of containerd, kubelet, k3s and Azure's agents; Python's is that of programs without networks.</summary>
    [Fact]
    public async Task Programs_read_the_exceptions_as_they_are_meant()
    {
        (string Host, bool HasNetwork)[] past = [("localhost", false), ("127.0.0.1", false), ("kubernetes.default.svc", false), ("vcenter.turku.example", false), ("10.50.9.5", false), ("10.50.0.20", false), ("[2001:db8:50::20]", false), ("10.50.3.255", true), ("[2001:db8:50::abcd]", true), ("10.244.1.2", true), ("10.111.255.255", true)];
        string[] through = ["mcr.microsoft.com", "xsvc", "10.49.255.255", "10.51.0.1", "10.112.0.1", "xvcenter.turku.example", "8.8.8.8"];
        var hosts = string.Join('\n', past.Select(each => each.Host).Concat(through));

        // Go takes loopback for itself, whatever the list says.
        var list = ListIn("environment");
        Assert.Equal(past.Select(each => each.Host), await PastInGoAsync(list));
        Assert.DoesNotContain("10.244.1.2", await PastInGoAsync(list.Replace("10.244.0.0/16,", "", StringComparison.Ordinal)));
        Assert.Contains($"Environment=\"NO_PROXY={list}\"", ReadCase("machines/no-proxy/turku/no-proxy.conf"), StringComparison.Ordinal);

        var names = ListIn("names-only");
        var python = (await Shell.RunAsync("env", [$"no_proxy={names}", "python3", "-c", "import sys, urllib.request\nfor host in sys.stdin.read().split():\n    if urllib.request.proxy_bypass_environment(host.strip('[]')): print(host)"], _folder, hosts, searchFirst: null, Ct)).OrThrow("python3").Output;
        Assert.Equal(past.Where(each => !each.HasNetwork).Select(each => each.Host), python.Split('\n', StringSplitOptions.RemoveEmptyEntries));

        async Task<string[]> PastInGoAsync(string exceptions) => (await GoProgram.RunAsync(Asker, _folder, hosts, Ct, "HTTPS_PROXY=http://proxy.example:3128", $"NO_PROXY={exceptions}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        static string ListIn(string file) => ReadCase($"machines/no-proxy/turku/{file}").Split('\n').Single(line => line.StartsWith("NO_PROXY=", StringComparison.Ordinal))["NO_PROXY=".Length..];
    }

    /// <summary>Prints the hosts that are asked without a proxy.</summary>
    private const string Asker = """
        package main

        import (
        	"bufio"
        	"fmt"
        	"net/http"
        	"os"
        )

        func main() {
        	lines := bufio.NewScanner(os.Stdin)
        	for lines.Scan() {
        		request, err := http.NewRequest("GET", "https://"+lines.Text()+"/", nil)
        		if err != nil {
        			panic(err)
        		}
        		if proxy, err := http.ProxyFromEnvironment(request); err == nil && proxy == nil {
        			fmt.Println(lines.Text())
        		}
        	}
        }
        """;

    private async Task<string> FaultsAsync(string program, string[] arguments, string text) => (await Shell.RunAsync(program, [.. arguments, await WriteAsync(text)], Ct)).Errors;

    private static string Read(string file) => ReadCase($"egress/{file}");

    private static string ReadCase(string file) => File.ReadAllText(Path.Combine(Repository.Root, "tests", "Fairlead.Tests", "Cases", "Deliverables", file));

    private async Task<string> WriteAsync(string text)
    {
        var file = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        await File.WriteAllTextAsync(file, text, Ct);
        return file;
    }
}
