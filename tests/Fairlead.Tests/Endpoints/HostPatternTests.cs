using Fairlead.Core.Endpoints;
using Xunit;

namespace Fairlead.Tests.Endpoints;

public sealed class HostPatternTests
{
    [Theory]
    [InlineData("*", "mcr.microsoft.com")]
    [InlineData("*", "*.data.mcr.microsoft.com")]
    [InlineData("*", "localhost")]
    [InlineData("*.", "mcr.microsoft.com")]
    [InlineData("*.microsoft.com", "mcr.microsoft.com")]
    [InlineData("*.microsoft.com", "westus.data.mcr.microsoft.com")]
    [InlineData("*.microsoft.com", "*.data.mcr.microsoft.com")]
    [InlineData("*.data.mcr.microsoft.com", "*.data.mcr.microsoft.com")]
    [InlineData("mcr.microsoft.com", "mcr.microsoft.com")]
    [InlineData("MCR.Microsoft.com", "mcr.microsoft.COM")]
    [InlineData("*.Microsoft.com", "mcr.microsoft.com")]
    [InlineData("mcr.microsoft.com.", "mcr.microsoft.com")]
    [InlineData("*.microsoft.com", "mcr.microsoft.com.")]
    [InlineData("*.microsoft.com.", "mcr.microsoft.com")]
    public void Covers(string rule, string host) => Assert.True(HostPattern.Covers(rule, host));

    [Theory]
    [InlineData("*.microsoft.com", "microsoft.com")]
    [InlineData("*.microsoft.com", ".microsoft.com")]
    [InlineData("*.microsoft.com", "notmicrosoft.com")]
    [InlineData("*.microsoft.com", "mcr.microsoft.com.evil.example")]
    [InlineData("*.data.mcr.microsoft.com", "*.microsoft.com")]
    [InlineData("*.westus.data.mcr.microsoft.com", "*.data.mcr.microsoft.com")]
    [InlineData("mcr.microsoft.com", "westus.mcr.microsoft.com")]
    [InlineData("westus.data.mcr.microsoft.com", "*.data.mcr.microsoft.com")]
    [InlineData("data.mcr.microsoft.com", "*.data.mcr.microsoft.com")]
    [InlineData("*.microsoft.com", "*")]
    [InlineData("m*.microsoft.com", "mcr.microsoft.com")]
    [InlineData("", "mcr.microsoft.com")]
    [InlineData("*", "")]
    public void Does_not_cover(string rule, string host) => Assert.False(HostPattern.Covers(rule, host));
}
