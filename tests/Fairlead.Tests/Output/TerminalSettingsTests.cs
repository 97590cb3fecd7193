using System.Text;
using Fairlead.Cli;
using Xunit;

namespace Fairlead.Tests.Output;

public sealed class TerminalSettingsTests
{
    [Theory]
    [InlineData("132", 80, 120)]
    [InlineData("70", 80, 70)]
    [InlineData("10", 80, 40)]
    [InlineData("wide", 80, 80)]
    [InlineData("0", 80, 80)]
    [InlineData(null, 90, 90)]
    [InlineData(null, 0, 100)]
    public void Width_follows_columns_then_the_terminal(string? columns, int terminal, int expected) =>
        Assert.Equal(expected, TerminalSettings.Width(columns, () => terminal));

    [Fact]
    public void Width_without_a_terminal_is_that_of_files()
    {
        Assert.Equal(100, TerminalSettings.Width(null, null));
        Assert.Equal(100, TerminalSettings.Width(null, () => throw new IOException()));
    }

    [Theory]
    [InlineData("", "", "C", false)]
    [InlineData("", "", "POSIX", false)]
    [InlineData("", "", "de_DE.ISO-8859-1", false)]
    [InlineData("", "", "C.UTF-8", true)]
    [InlineData("C", "", "en_US.UTF-8", false)]
    [InlineData("", "en_US.utf8", "C", true)]
    [InlineData("", "", "", true)]
    public void Unicode_follows_the_locale(string all, string ctype, string lang, bool expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no locale variables.");
        var variables = new Dictionary<string, string> { ["LC_ALL"] = all, ["LC_CTYPE"] = ctype, ["LANG"] = lang };
        Assert.Equal(expected, TerminalSettings.IsUnicode(variables.GetValueOrDefault, Encoding.UTF8));
    }
}
