using Xunit;

namespace Fairlead.SystemTests.Egress;

/// <summary>Every cause, made by the real thing, and the exact word for it.</summary>
public sealed class EgressCausesTests(BrokenWays ways) : IClassFixture<BrokenWays>
{
    [Theory]
    [InlineData("raw.githubusercontent.com:443", "failed", "dns", "there is no such name (10.20.0.53 (madrid/k8s))")]
    [InlineData("storage.googleapis.com:443", "failed", "dns-sinkhole", "0.0.0.0")]
    [InlineData("gcr.io:443", "failed", "dns-sinkhole", "10.66.6.66")]
    [InlineData("login.windows.net:443", "failed", "no-route", "says 10.20.0.1")]
    [InlineData("graph.microsoft.com:443", "failed", "icmp-prohibited", "says 10.20.0.1")]
    [InlineData("ecpacr.azurecr.io:443", "failed", "tcp-refused", "refuses the connection")]
    [InlineData("hybridaks.azurecr.io:443", "failed", "tcp-filtered", "something drops the packets")]
    [InlineData("kvamanagementoperator.azurecr.io:443", "failed", "tls-reset", "is reset after the ClientHello that names kvamanagementoperator.azurecr.io")]
    [InlineData("msk8s.sb.tlu.dl.delivery.mp.microsoft.com:443", "failed", "tls-reset", "is closed after the ClientHello")]
    [InlineData("msk8s.api.cdp.microsoft.com:443", "failed", "tls-filtered", "gets no answer")]
    [InlineData("azurearcfork8s.azurecr.io:443", "failed", "tls-refused", "alert handshake_failure")]
    [InlineData("mcr.microsoft.com:443", "failed", "tls-inspected", "the foreign root O=mitmproxy, CN=mitmproxy")]
    [InlineData("westeurope.login.microsoft.com:443", "failed", "tls-inspected", "the foreign root O=mitmproxy, CN=mitmproxy")]
    [InlineData("adhs.events.data.microsoft.com:443", "failed", "tls-inspected", "the foreign root CN=Contoso own root")]
    [InlineData("v20.events.data.microsoft.com:443", "failed", "tls-wrong-name", "CN=somebody-else.example")]
    [InlineData("linuxgeneva-microsoft.azurecr.io:443", "failed", "clock-skew", "this machine's clock is wrong")]
    [InlineData("global.prod.microsoftmetrics.com:443", "failed", "tls-expired", "is not valid now")]
    [InlineData("k8connecthelm.download.prss.microsoft.com:443", "failed", "http2-cut", "HTTP/1.1 works and HTTP/2 is cut")]
    [InlineData("westus.data.mcr.microsoft.com:443", "failed", "http2-cut", "HTTP/1.1 works and HTTP/2 is cut")]
    [InlineData("k8sconnectcsp.download.prss.microsoft.com:443", "failed", "http2-cut", "HTTP/1.1 works and HTTP/2 is cut")]
    [InlineData("dc.services.visualstudio.com:443", "failed", "http-blocked", "does not speak TLS")]
    [InlineData("ctldl.windowsupdate.com:80", "failed", "http-blocked", "403; X-Squid-Error: ERR_ACCESS_DENIED")]
    [InlineData("management.azure.com:443", "passed", "reachable", "CN=Lab public root vouches for it, and it answers HTTP/2 with 403")]
    [InlineData("guestnotificationservice.azure.com:443", "passed", "reachable", "HTTP/1.1 with 404")]
    [InlineData("login.microsoftonline.com:443", "passed", "reachable", "HTTP/2 with 404")]
    [InlineData("*.blob.core.windows.net:443", "unknown", "needs a concrete host", "stands for every name below it")]
    public void Each_way_has_its_one_cause(string target, string outcome, string reason, string said)
    {
        var check = Assert.Single(ways.Checks, check => check.Id == "egress.endpoint" && check.Target == target);
        Assert.Equal(("madrid", outcome, reason), (check.Subject, check.Outcome, check.Reason));
        Assert.Contains(said, check.Message, StringComparison.Ordinal);
        Assert.Null(check.Verdict);
    }

    [Fact]
    public void It_asks_what_a_cluster_node_needs_and_fails()
    {
        Assert.Equal(1, ways.Run.ExitCode);
        var asked = ways.Checks.Where(check => check.Id == "egress.endpoint").ToList();
        Assert.Equal(asked.Count, asked.Select(check => check.Target).Distinct().Count());
        Assert.DoesNotContain(asked, check => check.Target == "pypi.org:443"); // the management machine's
        Assert.All(asked.Where(check => check.Reason == "needs a concrete host"), check => Assert.False(check.IsRequired));
    }

    [Fact]
    public void Each_layer_leaves_its_line()
    {
        var check = Assert.Single(ways.Checks, check => check.Target == "management.azure.com:443");
        Assert.Equal(
            ["endpoint", "dns", "route", "tcp", "tls", "tls-certificate", "tls-certificate", "tls-certificate", "tls-root", "http"],
            check.Evidence.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]));
        Assert.Contains("from 10.20.0.53 (madrid/k8s)", check.Evidence[1], StringComparison.Ordinal);
        Assert.Equal("route: sent from 10.20.1.7", check.Evidence[2]);
        Assert.Equal("tls: TLS 1.3, h2", check.Evidence[4]);
    }

    [Theory]
    [InlineData("proxy.environment", "passed", "not-set")]
    [InlineData("proxy.wpad-dns", "warning", "wpad-found")]
    [InlineData("proxy.wpad-dhcp", "warning", "wpad-offered")]
    [InlineData("proxy.transparent", "failed", "transparent-proxy")]
    [InlineData("proxy.needed", "passed", "not-needed")]
    public void Proxies_are_found(string id, string outcome, string reason)
    {
        var check = Assert.Single(ways.Checks, check => check.Id == id);
        Assert.Equal(("madrid", outcome, reason), (check.Subject, check.Outcome, check.Reason));
    }

    [Fact]
    public void A_transparent_proxy_is_seen_by_what_nobody_has_and_by_its_root()
    {
        var check = Assert.Single(ways.Checks, check => check.Id == "proxy.transparent");
        Assert.Contains("port 80 answers for 192.0.2.1, which nobody has", check.Message, StringComparison.Ordinal);
        Assert.Contains("2 endpoints show certificates of the foreign root O=mitmproxy, CN=mitmproxy", check.Message, StringComparison.Ordinal);
        Assert.Contains(check.Evidence, line => line.StartsWith("http: status 403", StringComparison.Ordinal) && line.Contains("X-Squid-Error: ERR_ACCESS_DENIED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_own_authority_passes_and_is_named()
    {
        var ct = TestContext.Current.CancellationToken;
        var run = await ways.Machine.FairleadAsync(["check", "site.yaml", "--only", "egress", "--public-roots", "public.pem", "--ca", "own.pem", "--format", "json"], ct);
        var check = Assert.Single(CheckAnswer.Of(run), check => check.Target == "adhs.events.data.microsoft.com:443");
        Assert.Equal(("passed", "reachable"), (check.Outcome, check.Reason));
        Assert.Contains("your own authority CN=Contoso own root vouches for it", check.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_the_embedded_roots_the_whole_Lab_is_foreign()
    {
        var ct = TestContext.Current.CancellationToken;
        var run = await ways.Machine.FairleadAsync(["check", "site.yaml", "--only", "egress", "--format", "json"], ct);
        var check = Assert.Single(CheckAnswer.Of(run), check => check.Target == "management.azure.com:443");
        Assert.Equal(("failed", "tls-inspected"), (check.Outcome, check.Reason));
        Assert.Contains("the foreign root CN=Lab public root", check.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--ca", "site.yaml", "holds no certificate")]
    [InlineData("--public-roots", "nothing.pem", "can't be read")]
    public async Task An_authority_that_can_not_be_read_stops_everything(string option, string file, string said)
    {
        var run = await ways.Machine.FairleadAsync(["check", "site.yaml", "--only", "egress", option, file], TestContext.Current.CancellationToken);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(said, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("About to send", run.Errors, StringComparison.Ordinal);
    }
}
