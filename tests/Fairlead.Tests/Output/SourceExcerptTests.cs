using Fairlead.Cli.Output;
using Spectre.Console;
using Xunit;

namespace Fairlead.Tests.Output;

public sealed class SourceExcerptTests
{
    /// <param name="At">The character that the column names, once in the line.</param>
    public sealed record Case(string Title, string Line, char At, int Room, string Expected)
    {
        public override string ToString() => Title;
    }

    // The last line of each expectation is the caret.
    public static TheoryData<Case> Cases =>
    [
        new Case("a line that fits is whole", "  ip: 10.0.0.1", '1', 40, "  ip: 10.0.0.1\n      ^"),
        new Case("a tab before the column", "\tip:\t@", '@', 40, "    ip: @\n        ^"),
        new Case("a line that ends beyond the room", "abcdefghij@lmnopqrstuvwxyz", '@', 20, "abcdefghij@lmnopqrs…\n          ^"),
        new Case("a column far out", "abcdefghijklmnopqrstuvwxyz@1234567890", '@', 20, "…opqrstuvwxyz@12345…\n             ^"),
        new Case("a column at the end", "abcdefghijklmnopqrstuvwxyz@", '@', 20, "…opqrstuvwxyz@\n             ^"),
        new Case("wide characters take two cells", "名前: 東京@", '@', 40, "名前: 東京@\n          ^"),
        new Case("wide characters cut out", "名前名前名前名前名前名前@漢字漢字漢字", '@', 20, "…名前名前名前@漢字…\n             ^"),
        new Case("a character of two code units", "a😀@", '@', 40, "a😀@\n   ^"),
        new Case("marks take no cell", "e\u0301e\u0301@", '@', 40, "e\u0301e\u0301@\n  ^"),
        new Case("controls are replaced", "a\u009b\u202e@", '@', 40, "a\uFFFD\uFFFD@\n   ^"),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Caret_stands_under_the_column(Case example)
    {
        var excerpt = SourceExcerpt.Of(example.Line, example.Line.IndexOf(example.At, StringComparison.Ordinal) + 1, example.Room, Glyphs.Unicode);
        Assert.Equal(example.Expected, $"{excerpt.Text}\n{new string(' ', excerpt.Caret)}^");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(500)]
    public void A_column_outside_of_the_line_does_no_harm(int column)
    {
        var excerpt = SourceExcerpt.Of("a😀b c", column, 20, Glyphs.Unicode);
        Assert.InRange(excerpt.Caret, 0, 6);
    }

    [Fact]
    public void A_low_surrogate_names_its_whole_character() =>
        Assert.Equal(1, SourceExcerpt.Of("a😀b", 3, 20, Glyphs.Unicode).Caret);

    [Theory]
    [InlineData('x')]
    [InlineData('漢')]
    [InlineData('\u0301')]
    [InlineData('\t')]
    public void A_very_long_line_costs_no_more_than_its_room(char c)
    {
        var line = new string(c, 1_000_000) + "@" + new string(c, 1_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var excerpt = SourceExcerpt.Of(line, 1_000_001, 60, Glyphs.Unicode);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        Assert.Contains('@', excerpt.Text);
        Assert.InRange(excerpt.Text.GetCellWidth(), 1, 60);
    }

    [Fact]
    public void In_ascii_the_caret_still_stands_right()
    {
        var excerpt = SourceExcerpt.Of("名前: @", 5, 20, Glyphs.Ascii);
        Assert.Equal(("??: @", 4), (excerpt.Text, excerpt.Caret));
    }
}
