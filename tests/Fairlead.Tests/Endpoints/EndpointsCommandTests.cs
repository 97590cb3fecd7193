using Fairlead.Core.Endpoints;
using Fairlead.Core.Reports;
using Xunit;

namespace Fairlead.Tests.Endpoints;

public sealed class EndpointsCommandTests
{
    private const string Folder = "tests/Fairlead.Tests/Cases/Endpoints";

    [Theory]
    [InlineData("text", "txt")]
    [InlineData("csv", "csv")]
    [InlineData("json", "json")]
    [InlineData("markdown", "md")]
    public void The_list_of_the_page_is_shown_row_by_row(string format, string extension)
    {
        var run = Run.Of("endpoints", "list", "--list", "aks-vmware", "--region", "westeurope", "--format", format);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Golden.Matches(run.Output, Repository.PathOf($"{Folder}/aks-vmware.{extension}"));
    }

    [Fact]
    public void The_page_prints_exactly_these_rows()
    {
        var printed = Run.Of("endpoints", "list", "--list", "aks-vmware", "--format", "csv").Output.Split("\r\n").Skip(1).SkipLast(1).Select(line => line.Split(',')).ToList();
        Assert.Equal(
            PublishedRowsTests.Rows.Select(row => (row.Data.Item1.ToString(System.Globalization.CultureInfo.InvariantCulture), row.Data.Item2, row.Data.Item3.ToString(System.Globalization.CultureInfo.InvariantCulture))),
            printed.Select(cells => (cells[1], cells[2], cells[4])));
    }

    [Fact]
    public void Without_a_list_every_endpoint_is_there_once()
    {
        var lines = Run.Of("endpoints", "list", "--format", "csv").Output.Split("\r\n");
        Assert.Equal(EndpointCatalog.Default.Endpoints.Select(endpoint => endpoint.Id), lines.Skip(1).SkipLast(1).Select(line => line.Split(',')[0]));
        var forClusters = Run.Of("endpoints", "list", "--format", "csv", "--for", "cluster-vms").Output;
        Assert.Contains("\r\nkubectl-download,dl.k8s.io,https,443,cluster-vms; management-machine,arc-kubernetes,,", forClusters, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nvcenter,", forClusters, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--list", "aks-vmwar", "there is no list 'aks-vmwar'; did you mean aks-vmware?")]
    [InlineData("--for", "cluster-vm", "there is no group of machines 'cluster-vm'; did you mean cluster-vms?")]
    [InlineData("--region", "westeurop", "there is no region 'westeurop' in the published lists; did you mean westeurope?")]
    [InlineData("--format", "yaml", "Argument 'yaml' not recognized. Must be one of:")]
    public void What_is_not_known_is_refused_with_a_suggestion(string option, string value, string message)
    {
        var run = Run.Of("endpoints", "list", option, value);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exported_file_takes_the_place_of_the_embedded_catalogue()
    {
        using var folder = new TemporaryFolder();
        var file = folder.PathOf("catalogue.json");
        Assert.Equal(0, Run.Of("endpoints", "export", "--format", "json", "-o", file).ExitCode);
        Assert.Equal(Run.Of("endpoints", "export"), Run.Of("endpoints", "export", "--catalogue", file));
        Assert.Equal((0, $"embedded and {file} are the same.\n", ""), Run.Of("endpoints", "diff", "embedded", file).ToTuple());
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"port\": 8084", "\"port\": 8085", StringComparison.Ordinal));
        var run = Run.Of("endpoints", "diff", "embedded", file, "--format", "json");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("\"old\": \"8084\"", run.Output, StringComparison.Ordinal);
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"port\": 8085", "\"prt\": 8085", StringComparison.Ordinal));
        var bad = Run.Of("endpoints", "list", "--catalogue", file);
        Assert.Equal((2, ""), (bad.ExitCode, bad.Output));
        Assert.Contains("There is no field 'prt' in an endpoint. → did you mean port?", bad.Error, StringComparison.Ordinal);
        Assert.EndsWith("is no usable catalogue: 2 faults.\n", bad.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_says_what_it_cannot_tell()
    {
        var run = Run.Of("endpoints", "diff", "2025-04-15", "embedded", "--format", "markdown");
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Golden.Matches(run.Output, Repository.PathOf($"{Folder}/diff-2025-04-15.md"));
    }

    [Fact]
    public void A_catalogue_that_does_not_exist_is_named()
    {
        var run = Run.Of("endpoints", "diff", "embedded", "nowhere.json");
        Assert.Equal((2, "", "fairlead: There is no catalogue file nowhere.json; 'fairlead endpoints export -o FILE' writes one.\n"), run.ToTuple());
    }

    [Fact]
    public void Cells_that_a_spreadsheet_would_run_are_text()
    {
        var text = new System.Text.StringBuilder();
        Csv.AddLine(text, "=1+1", "+1", "-1", "@x", "\tx", " =x", "a,b", "a\"b", "a\nb", "plain", "", null, "＝1");
        Assert.Equal("'=1+1,'+1,'-1,'@x,'\tx,' =x,\"a,b\",\"a\"\"b\",\"a\nb\",plain,,,'＝1\r\n", text.ToString());
    }

    [Fact]
    public void Markdown_cells_stay_cells() => Assert.Equal(@"a \| b \*c\* &lt;d&gt;  e", Markdown.Text("a | b *c* <d>\n e"));
}
