using Fairlead.Core.Profiles;
using Xunit;

namespace Fairlead.Tests.Profiles;

public sealed class BridgeVersionTests
{
    [Theory]
    [InlineData("1.2", "1.2.0")]
    [InlineData("1", "1.0.0.0")]
    public void Missing_numbers_are_zero(string shorter, string longer)
    {
        Assert.Equal(Version(longer), Version(shorter));
        Assert.Equal(Version(longer).GetHashCode(), Version(shorter).GetHashCode());
    }

    [Theory]
    [InlineData("1.0.9", "1.0.15")]
    [InlineData("1.2.0", "1.10.0")]
    [InlineData("1.2.0", "1.2.0.1")]
    [InlineData("1.9.9", "2")]
    public void Order_is_by_number_not_by_text(string lower, string higher)
    {
        Assert.True(Version(lower) < Version(higher));
        Assert.True(Version(higher) >= Version(lower));
        Assert.False(Version(higher) <= Version(lower));
        Assert.False(Version(lower) > Version(higher));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("latest")]
    [InlineData("v1.2.0")]
    [InlineData("1.2.0-preview")]
    [InlineData("1..2")]
    [InlineData("1.2.")]
    [InlineData("1. 2")]
    [InlineData("-1.2")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.99999999999")]
    [InlineData("1.٢")]
    public void Text_that_is_not_dotted_numbers_is_refused(string? text) => Assert.False(BridgeVersion.TryParse(text, out _));

    [Theory]
    [InlineData("1.2", "1.2.0")]
    [InlineData("1.0.18", "1.0.18")]
    [InlineData("1.2.0.4", "1.2.0.4")]
    public void Prints_three_numbers_or_four(string text, string printed) => Assert.Equal(printed, Version(text).ToString());

    private static BridgeVersion Version(string text)
    {
        Assert.True(BridgeVersion.TryParse(text, out var version), text);
        return version;
    }
}
