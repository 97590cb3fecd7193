using Fairlead.Server.Pages.Search;
using Xunit;

namespace Fairlead.SystemTests.Pages;

public sealed class SearchTextTests
{
    [Theory]
    [InlineData("10.20.1.5", "10.20.1.5")]
    [InlineData("10.20.1.5 - 10.20.1.9", "10.20.1.5-10.20.1.9")]
    [InlineData("10.20.0.0/22", "10.20.0.0-10.20.3.255")]
    [InlineData("10.20", "10.20.0.0-10.20.255.255")]
    [InlineData("10.20.1.", "10.20.1.0-10.20.1.255")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("10", null)]
    [InlineData("10.999", null)]
    [InlineData("1.30.4-beta", null)]
    [InlineData("shop", null)]
    public void A_text_is_a_range_or_a_name(string text, string? range) => Assert.Equal(range, SearchText.RangeOf(text)?.ToString());
}
