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

    private async Task<string> FaultsAsync(string program, string[] arguments, string text) => (await Shell.RunAsync(program, [.. arguments, await WriteAsync(text)], Ct)).Errors;

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, "tests", "Fairlead.Tests", "Cases", "Deliverables", "egress", file));

    private async Task<string> WriteAsync(string text)
    {
        var file = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        await File.WriteAllTextAsync(file, text, Ct);
        return file;
    }
}
