using Fairlead.Cli;
using Fairlead.Cli.Output;
using Xunit;

namespace Fairlead.Tests.Cli;

public sealed class ManPageTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("--as-of", @"\-\-as\-of")]
    [InlineData(".TH is a request", @"\&.TH is a request")]
    [InlineData("'auto'", @"\(aqauto\(aq")]
    [InlineData(@"a\nb", @"a\(rsnb")]
    [InlineData("one\n.SH two", "one .SH two")]
    [InlineData("a → b", @"a \[u2192] b")]
    public void Text_is_shown_as_it_is(string text, string escaped) => Assert.Equal(escaped, ManPage.Escape(text));

    [Fact]
    public void The_page_knows_every_command_and_exit_code()
    {
        var root = FairleadCommand.Build(new Terminal(Stream.Null, TextWriter.Null));
        var lines = ManPage.Render(root).Split('\n');
        Assert.Contains(".SS fairlead plan", lines);
        Assert.Contains(".SS fairlead endpoints diff", lines);
        Assert.DoesNotContain(".SS fairlead man", lines);
        Assert.All(root.Subcommands.Where(command => !command.Hidden), command => Assert.Contains(lines, line => line.StartsWith($".SS fairlead {command.Name}", StringComparison.Ordinal)));
        Assert.All(ExitCodes.All, code => Assert.Contains($@"\fB{code.Code}\fR", lines));
    }
}
