using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Probes.Dns;
using Xunit;

namespace Fairlead.Tests.Probes.Dns;

public sealed class DnsJudgementTests
{
    private static readonly DnsServer Server = DnsTestServer.At(0);
    private static readonly IpAddr[] Lies = [IpAddr.Parse("203.0.113.99")];

    [Fact]
    public void A_result_names_the_server_as_written_and_where_it_listens()
    {
        var result = DnsJudgement.OfUdp(DnsTestServer.At(1), [DnsTestServer.Reply(DnsStatus.NoSuchName)]);

        Assert.Equal(("madrid/segments/k8s-prod/dnsServers/1", "10.10.0.54:53", "file0.yaml"), (result.Subject, result.Target, result.Location!.Value.File));
    }

    [Theory]
    [InlineData(CheckOutcome.Passed, "dns-answered", DnsStatus.NoSuchName)]
    [InlineData(CheckOutcome.Passed, "dns-answered", DnsStatus.Refused, DnsStatus.NoRecord, DnsStatus.Silent)]
    [InlineData(CheckOutcome.Failed, "dns-refused", DnsStatus.Refused, DnsStatus.Refused)]
    [InlineData(CheckOutcome.Failed, "dns-servfail", DnsStatus.ServerFailure)]
    [InlineData(CheckOutcome.Failed, "dns-error", DnsStatus.OtherCode)]
    [InlineData(CheckOutcome.Failed, "dns-malformed", DnsStatus.Malformed)]
    [InlineData(CheckOutcome.Failed, "dns-timeout", DnsStatus.Silent, DnsStatus.ServerFailure)]
    [InlineData(CheckOutcome.Failed, "dns-port-closed", DnsStatus.PortClosed)]
    [InlineData(CheckOutcome.Failed, "icmp-prohibited", DnsStatus.Prohibited)]
    [InlineData(CheckOutcome.Failed, "no-route", DnsStatus.NoRoute)]
    public void Over_UDP(CheckOutcome outcome, string reason, params DnsStatus[] statuses) =>
        AssertIs(outcome, reason, DnsJudgement.OfUdp(Server, [.. statuses.Select(status => DnsTestServer.Reply(status))]));

    [Theory]
    [InlineData(CheckOutcome.Passed, "dns-answered", DnsStatus.Refused, false)]
    [InlineData(CheckOutcome.Warning, "tcp-filtered", DnsStatus.Filtered, false)]
    [InlineData(CheckOutcome.Failed, "tcp-filtered", DnsStatus.Filtered, true)]
    [InlineData(CheckOutcome.Warning, "dns-closed", DnsStatus.Closed, false)]
    [InlineData(CheckOutcome.Failed, "dns-port-closed", DnsStatus.PortClosed, true)]
    public void Over_TCP(CheckOutcome outcome, string reason, DnsStatus status, bool needsTcp) =>
        AssertIs(outcome, reason, DnsJudgement.OfTcp(Server, DnsTestServer.Reply(status, transport: DnsTransport.Tcp), needsTcp));

    [Theory]
    [InlineData(CheckOutcome.Passed, "resolves", "10.10.0.5 | no-record")]
    [InlineData(CheckOutcome.Failed, "wrong-address", "10.10.0.6 | no-record")]
    [InlineData(CheckOutcome.Warning, "more-addresses", "10.10.0.5 10.10.0.6 | no-record")]
    [InlineData(CheckOutcome.Failed, "dns-hijacked", "203.0.113.99 | no-record")]
    [InlineData(CheckOutcome.Failed, "dns-sinkhole", "0.0.0.0 | no-record")]
    [InlineData(CheckOutcome.Failed, "dns-sinkhole", "127.0.0.1 | ::1")]
    [InlineData(CheckOutcome.Failed, "nxdomain", "nxdomain | nxdomain")]
    [InlineData(CheckOutcome.Failed, "no-record", "no-record | no-record")]
    [InlineData(CheckOutcome.Failed, "dns-servfail", "dns-servfail | no-record")]
    [InlineData(CheckOutcome.Failed, "dns-refused", "dns-refused | dns-refused")]
    [InlineData(CheckOutcome.Failed, "dns-timeout", "dns-timeout | nxdomain")]
    [InlineData(CheckOutcome.Failed, "dns-malformed", "dns-malformed | dns-malformed")]
    [InlineData(CheckOutcome.Warning, "dns-timeout", "10.10.0.5 | dns-timeout")]
    [InlineData(CheckOutcome.Warning, "nxdomain-for-one-type", "10.10.0.5 | nxdomain")]
    public void A_name_of_the_site(CheckOutcome outcome, string reason, string replies)
    {
        var result = DnsJudgement.OfName(Server, new("vcenter.contoso.com", "vCenter", [IpAddr.Parse("10.10.0.5")], true, false), DnsTestServer.Pair(replies), Lies);

        AssertIs(outcome, reason, result);
        Assert.Equal(("dns.internal-name", "vcenter.contoso.com@10.10.0.53:53", 2), (result.Check.Id, result.Target, result.Evidence.Count));
        Assert.Equal(outcome == CheckOutcome.Passed, result.Hint is null);
    }

    [Theory]
    [InlineData(CheckOutcome.Passed, "resolves", "203.0.113.5 | 2001:db8::5", false)]
    [InlineData(CheckOutcome.Failed, "dns-sinkhole", "10.1.2.3 | no-record", false)]
    [InlineData(CheckOutcome.Failed, "dns-sinkhole", "100.64.0.1 | fd00::1", false)]
    [InlineData(CheckOutcome.Passed, "resolves", "203.0.113.5 10.1.2.3 | no-record", false)]
    [InlineData(CheckOutcome.Failed, "dns-sinkhole", "203.0.113.5 0.0.0.0 | no-record", false)]
    [InlineData(CheckOutcome.Failed, "nxdomain", "nxdomain | nxdomain", false)]
    [InlineData(CheckOutcome.Warning, "nxdomain", "nxdomain | nxdomain", true)]
    [InlineData(CheckOutcome.Failed, "dns-sinkhole", "0.0.0.0 | ::", true)]
    public void A_public_name(CheckOutcome outcome, string reason, string replies, bool isBehindProxy)
    {
        var result = DnsJudgement.OfName(Server, new("mcr.microsoft.com", "an endpoint", [], false, isBehindProxy), DnsTestServer.Pair(replies), Lies);

        AssertIs(outcome, reason, result);
        Assert.Equal("dns.external-name", result.Check.Id);
    }

    [Fact]
    public void A_private_endpoint_is_no_sinkhole()
    {
        DnsReply[] replies = [DnsTestServer.Reply(DnsStatus.Answered, DnsType.A, "10.1.2.3", "shop.azurecr.io") with { Names = ["shop.privatelink.azurecr.io"] }, DnsTestServer.Reply(DnsStatus.NoRecord, DnsType.Aaaa)];

        AssertIs(CheckOutcome.Passed, "private-endpoint", DnsJudgement.OfName(Server, new("shop.azurecr.io", "an endpoint", [], false, false), replies, Lies));
    }

    [Fact]
    public void An_answer_that_was_truncated_and_then_lost_says_so()
    {
        DnsReply[] replies = [DnsTestServer.Reply(DnsStatus.Filtered, transport: DnsTransport.Tcp) with { WasTruncated = true }, DnsTestServer.Reply(DnsStatus.NoRecord, DnsType.Aaaa)];

        var result = DnsJudgement.OfName(Server, new("vcenter.contoso.com", "vCenter", [], true, false), replies, []);

        AssertIs(CheckOutcome.Failed, "tcp-filtered", result);
        Assert.StartsWith("The answer for vcenter.contoso.com does not fit into UDP", result.Message, StringComparison.Ordinal);
        Assert.StartsWith("open TCP port 53", result.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CheckOutcome.Passed, "nxdomain", true, "nxdomain | nxdomain")]
    [InlineData(CheckOutcome.Failed, "dns-hijacked", true, "nxdomain | 203.0.113.99")]
    [InlineData(CheckOutcome.Failed, "dns-hijacked", true, "203.0.113.99 | dns-timeout")]
    [InlineData(CheckOutcome.Unknown, "dns-servfail", false, "nxdomain | dns-servfail")]
    [InlineData(CheckOutcome.Unknown, "dns-refused", false, "dns-refused | dns-refused")]
    public void Names_that_do_not_exist(CheckOutcome outcome, string reason, bool isRequired, string replies)
    {
        var result = DnsJudgement.OfHijack(Server, DnsTestServer.Pair(replies));

        AssertIs(outcome, reason, result);
        Assert.Equal(isRequired, result.IsRequired);
    }

    [Theory]
    [InlineData(CheckOutcome.Passed, "nxdomain", DnsStatus.NoSuchName, "", true)]
    [InlineData(CheckOutcome.Failed, "search-wildcard", DnsStatus.Answered, "10.20.0.77", true)]
    [InlineData(CheckOutcome.Warning, "search-wildcard", DnsStatus.Answered, "10.20.0.77", false)]
    [InlineData(CheckOutcome.Skipped, "dns-hijacked", DnsStatus.Answered, "203.0.113.99", true)]
    [InlineData(CheckOutcome.Unknown, "dns-servfail", DnsStatus.ServerFailure, "", true)]
    public void A_domain_that_is_searched(CheckOutcome outcome, string reason, DnsStatus status, string addresses, bool isNode)
    {
        var result = DnsJudgement.OfSearch(Server, "lab.test", DnsTestServer.Reply(status, addresses: addresses), Lies, isNode);

        AssertIs(outcome, reason, result);
        Assert.Equal("lab.test@10.10.0.53:53", result.Target);
    }

    [Theory]
    [InlineData(CheckOutcome.Passed, "dns-fast", "3 of 3 answers; least 1.0 ms, median 20.0 ms", 500, 1, 20)]
    [InlineData(CheckOutcome.Passed, "dns-fast", "1 of 1 answers; least 100.0 ms, median 100.0 ms", 100)]
    [InlineData(CheckOutcome.Warning, "dns-slow", "3 of 3 answers; least 1.0 ms, median 101.0 ms", 101, 500, 1)]
    [InlineData(CheckOutcome.Warning, "dns-loss", "2 of 3 answers; least 1.0 ms, median 2.0 ms", 1, -1, 2)]
    public void Latency(CheckOutcome outcome, string reason, string seen, params int[] milliseconds)
    {
        var result = DnsJudgement.OfLatency(Server, [.. milliseconds.Select(time => DnsTestServer.Reply(time < 0 ? DnsStatus.Silent : DnsStatus.Answered, milliseconds: time))]);

        AssertIs(outcome, reason, result);
        Assert.Equal(seen, result.Evidence.Single().Text);
    }

    [Theory]
    [InlineData(CheckOutcome.Passed, "same-answer", "10.0.0.1 10.0.0.2 | no-record", "10.0.0.2 10.0.0.1 | no-record")]
    [InlineData(CheckOutcome.Passed, "same-answer", "nxdomain | nxdomain", "nxdomain | nxdomain")]
    [InlineData(CheckOutcome.Failed, "dns-split", "10.0.0.1 | no-record", "nxdomain | nxdomain")]
    [InlineData(CheckOutcome.Failed, "dns-split", "10.0.0.1 | no-record", "10.0.0.2 | no-record")]
    [InlineData(null, null, "10.0.0.1 | no-record", "dns-servfail | dns-timeout")]
    public void Two_servers(CheckOutcome? outcome, string? reason, string first, string second)
    {
        var result = DnsAgreement.Of(DnsTestServer.Segment, "vcenter.contoso.com", [(DnsTestServer.At(0), DnsTestServer.Pair(first)), (DnsTestServer.At(1), DnsTestServer.Pair(second))]);

        Assert.Equal((outcome, reason), (result?.Outcome, result?.Reason));
        if (result is not null)
            Assert.Equal(("madrid/segments/k8s-prod/dnsServers", "vcenter.contoso.com"), (result.Subject, result.Target));
    }

    private static void AssertIs(CheckOutcome outcome, string reason, CheckResult result) => Assert.Equal((outcome, reason), (result.Outcome, result.Reason));
}
