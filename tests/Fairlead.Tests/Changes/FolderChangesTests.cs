using Fairlead.Connectors.Folders;
using Fairlead.Core.Changes;
using Fairlead.Core.Deliverables;
using Fairlead.Core.Diagnostics;
using Xunit;

namespace Fairlead.Tests.Changes;

/// <summary>Rendered files against a folder: what comes, goes, and is left alone; all or nothing.</summary>
public sealed class FolderChangesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_folder_gets_every_file_and_a_second_time_nothing()
    {
        var first = Read(("a/x.yaml", "one\n"), ("README.md", "two\n"));
        Assert.Equal(["create README.md", "create a/x.yaml"], Told(first));
        first.Apply();

        Assert.Equal("one\n", File.ReadAllText(PathOf("a/x.yaml")));
        Assert.Empty(Read(("a/x.yaml", "one\n"), ("README.md", "two\n")).Changes);
    }

    [Fact]
    public void What_fairlead_made_is_changed_and_deleted_and_nothing_else_is()
    {
        Read(("a.yaml", "one\n"), ("b.yaml", "one\n"), ("c.yaml", "one\n")).Apply();
        File.WriteAllText(PathOf("c.yaml"), "by hand\n");
        File.WriteAllText(PathOf("d.yaml"), "somebody's\n");
        File.WriteAllText(PathOf("own.yaml"), "somebody's\n");

        var next = Read(("a.yaml", "two\n"), ("c.yaml", "two\n"), ("d.yaml", "two\n"));
        Assert.Equal(["change a.yaml", "delete b.yaml", "report c.yaml", "report d.yaml"], Told(next));
        next.Apply();

        Assert.Equal(["a.yaml", "c.yaml", "d.yaml", "own.yaml"], Directory.EnumerateFiles(_folder.Path, "*.yaml").Select(Path.GetFileName).Order());
        Assert.Equal(["two\n", "by hand\n", "somebody's\n", "somebody's\n"], Texts("a.yaml", "c.yaml", "d.yaml", "own.yaml"));
        // What was changed by hand stays known as such.
        Assert.Equal(["report c.yaml", "report d.yaml"], Told(Read(("a.yaml", "two\n"), ("c.yaml", "two\n"), ("d.yaml", "two\n"))));
    }

    [Fact]
    public void A_file_of_the_plan_before_that_was_changed_by_hand_is_not_deleted()
    {
        Read(("a.yaml", "one\n")).Apply();
        File.WriteAllText(PathOf("a.yaml"), "by hand\n");
        var next = Read();
        Assert.Equal(["report a.yaml"], Told(next));
        next.Apply();
        Assert.True(File.Exists(PathOf("a.yaml")));
    }

    [Fact]
    public void A_step_that_fails_puts_everything_back()
    {
        Read(("a.yaml", "one\n"), ("z.yaml", "one\n")).Apply();
        var next = Read(("a.yaml", "two\n"), ("m/new.yaml", "two\n"), ("z.yaml", "two\n"));
        // Somebody writes between the look and the step.
        File.WriteAllText(PathOf("z.yaml"), "meanwhile\n");

        var fault = Assert.Throws<UnusableInputException>(next.Apply);

        Assert.Contains("Nothing is changed", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["one\n", "meanwhile\n"], Texts("a.yaml", "z.yaml"));
        Assert.False(File.Exists(PathOf("m/new.yaml")));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*.partial", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"version\":2,\"files\":{}}")]
    [InlineData("{\"version\":1,\"files\":{\"../outside\":\"00\"}}")]
    [InlineData("{\"version\":1,\"files\":{\"/etc/passwd\":\"00\"}}")]
    [InlineData("{\"version\":1,\"files\":[]}")]
    public void A_manifest_that_is_none_stops_everything(string text)
    {
        File.WriteAllText(PathOf(FolderManifest.FileName), text);
        Assert.Contains(FolderManifest.FileName, Assert.Throws<UnusableInputException>(() => Read(("a.yaml", "one\n"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_is_read_as_it_is_written()
    {
        var manifest = new FolderManifest(new Dictionary<string, string> { ["b"] = "2", ["a/x"] = "1" });
        Assert.Equal(["a/x=1", "b=2"], FolderManifest.Parse(manifest.ToJson())!.Sums.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(manifest.ToJson(), FolderManifest.Parse(manifest.ToJson())!.ToJson());
    }

    private IEnumerable<string> Texts(params string[] names) => names.Select(name => File.ReadAllText(PathOf(name)));

    private string PathOf(string name) => Path.Combine(_folder.Path, name);

    private RenderedFolder Read(params (string Name, string Text)[] wanted) => RenderedFolder.Read(_folder.Path, [.. wanted.Select(file => new DeliverableFile(file.Name, file.Text))]);

    private static IEnumerable<string> Told(RenderedFolder folder) => folder.Changes.Select(change => $"{change.Kind.ToString().ToLowerInvariant()} {change.Target}");
}
