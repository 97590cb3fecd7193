using System.Text;
using Xunit;

namespace Fairlead.Tests.Init;

/// <summary>Sheets as people keep them. A case folder holds the sheet, what the program says and what it writes (none: exit code 2).</summary>
public sealed class SheetCaseTests
{
    private static readonly string Folder = Repository.PathOf("tests/Fairlead.Tests/Cases/Init");

    public static TheoryData<string> Cases => [.. Directory.GetDirectories(Folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Is_understood_as_expected(string name)
    {
        var folder = Path.Combine(Folder, name);
        var args = Path.Combine(folder, "args.txt");
        var run = Run.Of(["init", "--from-csv", Path.Combine(folder, "sheet.csv"), "--name", "madrid", "--profile", "kubernetes-vsphere", .. File.Exists(args) ? File.ReadAllLines(args) : []]);
        Golden.Matches(run.Error.Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal), Path.Combine(folder, "said.txt"));
        var expected = Path.Combine(folder, "site.yaml");
        if (run.ExitCode == 0)
        {
            Golden.Matches(run.Output, expected);
            Assert.DoesNotContain(Plans.Of(run.Output).Diagnostics, finding => finding.IsUnusableInput);
        }
        else
        {
            Assert.Equal((2, ""), (run.ExitCode, run.Output));
            Assert.False(File.Exists(expected), run.Error);
        }
    }

    [Fact]
    public void Every_encoding_gives_the_same_site()
    {
        using var folder = new TemporaryFolder();
        var text = File.ReadAllText(Path.Combine(Folder, "german", "sheet.csv"));
        var windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        Encoding[] encodings = [new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode, windows];
        var sites = encodings.Select(encoding =>
        {
            var file = folder.PathOf("sheet.csv");
            File.WriteAllText(file, text, encoding);
            return Run.Of("init", "--from-csv", file, "--name", "madrid", "--profile", "kubernetes-vsphere").Output;
        }).ToList();
        Assert.Contains("# Büro", sites[0], StringComparison.Ordinal);
        Assert.Single(sites.Distinct());
    }

    [Theory]
    [InlineData(',')]
    [InlineData('\t')]
    [InlineData('|')]
    public void Every_delimiter_gives_the_same_site(char delimiter)
    {
        using var folder = new TemporaryFolder();
        var file = folder.PathOf("sheet.csv");
        var text = File.ReadAllText(Path.Combine(Folder, "german", "sheet.csv"));
        File.WriteAllText(file, text.Replace(';', delimiter));
        Assert.Equal(File.ReadAllText(Path.Combine(Folder, "german", "site.yaml")), Run.Of("init", "--from-csv", file, "--name", "madrid", "--profile", "kubernetes-vsphere").Output);
    }

    public static TheoryData<byte[], string> Unusable => new()
    {
        { [], "is empty" },
        { "PK\u0003\u0004rest"u8.ToArray(), "is an Excel or LibreOffice workbook" },
        { "a,b\0c"u8.ToArray(), ":1: this is no text (a character 0000" },
        { [0xEF, 0xBB, 0xBF, 0xFF, (byte)','], "begins as UTF-8 and is not UTF-8 all through" },
        { "\n\n\n"u8.ToArray(), "rows are blank" },
        { "foo,bar\n1,2\n"u8.ToArray(), "none of the first 20 rows names columns" },
        { "Name,Subnet\na,\"10.0.0.0/24\n"u8.ToArray(), ":2: a cell of this row begins with a quote that is never closed" },
        { "Name,Subnet\na,10.0.0.0\n"u8.ToArray(), "no row could be used; nothing is written" },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void What_can_not_be_used_leaves_no_file(byte[] sheet, string message)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.PathOf("sheet.csv"), sheet);
        var run = Run.Of("init", "--from-csv", folder.PathOf("sheet.csv"), "--name", "a", "--profile", "kubernetes-vsphere", "-o", folder.PathOf("site.yaml"));
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(["sheet.csv"], folder.Names);
    }
}
