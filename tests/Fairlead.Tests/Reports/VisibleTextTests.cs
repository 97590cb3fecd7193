using Fairlead.Core.Reports;
using Xunit;

namespace Fairlead.Tests.Reports;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain <&> text", "plain <&> text")]
    [InlineData("é ñ 漢字 😀", "é ñ 漢字 😀")]
    [InlineData("a\tb\nc\r", "a b c ")]
    [InlineData("a\0b\u0007\u007F\u0085", "a\uFFFDb\uFFFD\uFFFD\uFFFD")]
    [InlineData("a\uFFFFb", "a\uFFFDb")]
    [InlineData("exe\u202Egnp", "exe⟨U+202E⟩gnp")]
    [InlineData("a\u200Bb\u2028", "a⟨U+200B⟩b⟨U+2028⟩")]
    public void Nothing_hides(string text, string visible) => Assert.Equal(visible, VisibleText.Of(text));

    /// <summary>Not a row of the table above: an attribute can't hold half a character.</summary>
    [Fact]
    public void Half_a_character_is_replaced() => Assert.Equal("a\uFFFDb", VisibleText.Of("a\uD800b"));
}
