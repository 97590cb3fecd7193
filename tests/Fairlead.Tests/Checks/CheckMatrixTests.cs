using System.Text;
using System.Text.Json;
using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Families;
using Fairlead.Core.Checks.Merging;
using Fairlead.Core.Reports.Checks;
using Xunit;
using static Fairlead.Tests.Checks.MatrixSamples;

namespace Fairlead.Tests.Checks;

public sealed class CheckMatrixTests
{
    private static readonly MatrixSource Node = Source("node.json", "node-a", "cluster-vms", "madrid/k8s-prod", Port(CheckOutcome.Passed, "tcp-connected"));
    private static readonly MatrixSource Host = Source("host.json", "jump", "physical-nodes", null, Port(CheckOutcome.Failed, "icmp-prohibited"), Port(CheckOutcome.Unknown, "tcp-filtered", "10.10.0.20:6443", isRequired: false));
    private static readonly MatrixSource Manager = Source("manager.json", "ops", "management-machine", null, Port(CheckOutcome.Passed, "tcp-connected"));

    [Fact]
    public void Each_target_has_a_cell_for_each_vantage_or_none()
    {
        var matrix = CheckMatrix.Of([Node, Host]);

        Assert.Equal(
            [("10.10.0.5:443", "passed tcp-connected | failed icmp-prohibited", true), ("10.10.0.20:6443", "- | unknown tcp-filtered", false)],
            matrix.Targets.Select(target => (target.Column.Name, string.Join(" | ", target.Cells.Select(cell => cell is null ? "-" : $"{cell.Outcome.Word()} {cell.Reason}")), target.Disagrees)));
    }

    [Fact]
    public void A_cell_is_the_worst_of_what_one_vantage_saw_of_a_server()
    {
        const string server = "10.20.0.53:53";
        var cell = Cell(
            Dns(DnsChecks.SearchWildcard, CheckOutcome.Skipped, "no-search-domain", server, isRequired: false),
            Dns(DnsChecks.AnswersUdp, CheckOutcome.Passed, "dns-answered", server),
            Dns(DnsChecks.InternalName, CheckOutcome.Failed, "nxdomain", $"vcenter.contoso.test@{server}"),
            Dns(DnsChecks.Latency, CheckOutcome.Warning, "dns-slow", server));

        Assert.Equal("nxdomain", cell.Reason);
        Assert.Equal("dns-answered", Cell(Dns(DnsChecks.SearchWildcard, CheckOutcome.Skipped, "no-search-domain", server, isRequired: false), Dns(DnsChecks.AnswersUdp, CheckOutcome.Passed, "dns-answered", server)).Reason);
        Assert.Equal("open", Cell(Dns(DnsChecks.AnswersUdp, CheckOutcome.Passed, "dns-answered", server), Dns(DnsChecks.Latency, CheckOutcome.Unknown, "open", server)).Reason);

        static CheckResult Cell(params CheckResult[] results) => CheckMatrix.Of([Source("a", "a", "cluster-vms", null, results)]).Targets.Single().Cells.Single()!;
    }

    [Fact]
    public void The_newer_report_of_one_vantage_stands_in_place_of_the_older()
    {
        var later = Source("later.json", "node-a", "cluster-vms", "madrid/k8s-prod", Port(CheckOutcome.Failed, "tcp-refused")).At(Noon.AddHours(1));

        foreach (var order in new[] { [Node, later], new[] { later, Node } })
        {
            var matrix = CheckMatrix.Of(order);
            Assert.Equal(["later.json"], matrix.Vantages.Select(vantage => vantage.File));
            Assert.Equal([("node.json", "later.json")], matrix.Replaced.Select(replaced => (replaced.Old.File, replaced.By.File)));
            Assert.True(matrix.HasFailures);
        }
    }

    [Fact]
    public void Two_machines_of_one_name_are_two_vantages_when_their_adapters_differ()
    {
        var clone = Node with { File = "clone.json", Report = Node.Report with { Vantage = Node.Report.Vantage with { Mac = "02:00:00:00:00:01" } } };

        Assert.Empty(CheckMatrix.Of([Node, clone]).Replaced);
    }

    [Fact]
    public void Who_has_not_asked_yet_keeps_it_open()
    {
        var matrix = CheckMatrix.Of([Node]);

        Assert.Equal([new("physical-nodes", null), new("management-machine", null)], matrix.Missing.Select(missing => missing.Need));
        Assert.Equal((false, true), (matrix.HasFailures, matrix.HasOpenQuestions));
        Assert.Empty(CheckMatrix.Of([Node, Host, Manager]).Missing);
    }

    [Fact]
    public void A_node_of_another_segment_does_not_speak_for_this_one() =>
        Assert.Contains(new VantageNeed("cluster-vms", "madrid/k8s-prod"), CheckMatrix.Of([Source("b", "b", "cluster-vms", "madrid/other")]).Missing.Select(missing => missing.Need));

    [Fact]
    public void All_roles_and_no_failure_is_as_planned()
    {
        var hostToo = Source("host.json", "jump", "physical-nodes", null, Port(CheckOutcome.Passed, "tcp-connected"));
        var matrix = CheckMatrix.Of([Node, hostToo, Manager]);

        Assert.Equal((false, false), (matrix.HasFailures, matrix.HasOpenQuestions));
        Assert.StartsWith("As planned: 3 vantages, 3 answers, 0 failed, 0 open, 0 vantages missing.", MatrixReport.Text(matrix), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_says_who_stood_in_who_is_missing_where_they_disagree_and_what_failed()
    {
        var older = Source("older.json", "node-a", "cluster-vms", "madrid/k8s-prod").At(Noon.AddHours(-1));

        Assert.Equal(
            """
            Not as planned: 2 vantages, 3 answers, 1 failed, 0 open, 1 vantage missing.
            ! No vantage yet: management machine (--role management-machine), which madrid needs.
            older.json was left out: node.json is newer and of the same vantage (node-a).

            Vantages
            --------
            From where was asked
            #  Machine  Asked as                            Segment          Asked at              Failed  Open  File
            1  node-a   cluster nodes                       madrid/k8s-prod  2026-11-25 12:00 UTC  0       0     node.json
            2  jump     ESXi hosts, stand-in for esxi-host  none             2026-11-25 12:00 UTC  1       0     host.json

            Ports
            -----
            By vantage, in the order above; – was not asked from there
            Party            1 node-a  2 jump
            10.10.0.5:443    passed    failed icmp-prohibited
            10.10.0.20:6443  –         unknown tcp-filtered

            Where vantages disagree
            -----------------------
            - 10.10.0.5:443: passed from 1 (node-a), failed from 2 (jump).

            What failed
            -----------
            - 2: path.port It is icmp-prohibited. Mend: mend it.

            """,
            MatrixReport.Text(CheckMatrix.Of([older, Node, Host])));
    }

    [Fact]
    public void Markdown_and_HTML_hold_the_same_and_nobody_can_format_them()
    {
        var evil = Source("<b>.json", "a|b<script>", "physical-nodes", null, Port(CheckOutcome.Failed, "icmp-prohibited"));
        var matrix = CheckMatrix.Of([Node, evil]);
        using var stream = new MemoryStream();

        MatrixReport.WriteHtml(matrix, stream);

        var html = Encoding.UTF8.GetString(stream.ToArray());
        Assert.Contains("<strong>failed</strong> icmp-prohibited", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", html, StringComparison.Ordinal);
        var markdown = MatrixReport.Markdown(matrix);
        Assert.Contains("passed | **failed** icmp-prohibited |", markdown, StringComparison.Ordinal);
        Assert.Contains("a\\|b&lt;script&gt;", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_names_vantages_by_number()
    {
        using var stream = new MemoryStream();

        MatrixJson.Write(CheckMatrix.Of([Node, Host]), stream);

        var root = JsonDocument.Parse(stream.ToArray()).RootElement;
        Assert.Equal(["node-a", "jump"], root.GetProperty("vantages").EnumerateArray().Select(vantage => vantage.GetProperty("host").GetString()));
        Assert.Equal("esxi-host", root.GetProperty("vantages")[1].GetProperty("standInFor").GetString());
        Assert.Equal("management-machine", root.GetProperty("missing").EnumerateArray().Single().GetProperty("role").GetString());
        Assert.Equal((1, 1), (root.GetProperty("summary").GetProperty("failed").GetInt32(), root.GetProperty("summary").GetProperty("missing").GetInt32()));
        var target = root.GetProperty("targets")[0];
        Assert.Equal(("port", "10.10.0.5:443", true), (target.GetProperty("kind").GetString(), target.GetProperty("target").GetString(), target.GetProperty("disagrees").GetBoolean()));
        Assert.Equal([(0, "tcp-connected"), (1, "icmp-prohibited")], target.GetProperty("cells").EnumerateArray().Select(cell => (cell.GetProperty("vantage").GetInt32(), cell.GetProperty("reason").GetString())));
    }

    [Fact]
    public void A_report_is_read_back_with_its_sites()
    {
        using var stream = new MemoryStream();
        CheckJson.Write(Node.Report, stream);

        Assert.True(CheckJsonReader.TryRead(stream.ToArray(), out var read, out _));
        var site = Assert.Single(read.Sites);
        Assert.Equal(("madrid", "aks-arc-vmware"), (site.Name, site.Profile));
        Assert.Equal(Madrid.Needs, site.Needs);
    }
}
