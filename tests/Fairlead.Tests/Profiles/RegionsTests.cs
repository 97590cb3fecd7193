using Fairlead.Core.Profiles;
using Xunit;

namespace Fairlead.Tests.Profiles;

public sealed class RegionsTests
{
    [Theory]
    [InlineData("westeurope", "westeurope")]
    [InlineData("West Europe", "westeurope")]
    [InlineData("westEurope", "westeurope")]
    [InlineData("WESTEUROPE", "westeurope")]
    [InlineData("Central India", "centralindia")]
    [InlineData("India Central", "centralindia")]
    [InlineData("indiacentral", "centralindia")]
    [InlineData("South Central US", "southcentralus")]
    public void Every_printed_spelling_is_found(string text, string name)
    {
        Assert.True(Regions.TryFind(text, out var region));
        Assert.Equal(name, region.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("weu")]
    [InlineData("europewest")]
    [InlineData("westeurope2")]
    [InlineData("usgovvirginia")]
    public void Anything_else_is_unknown(string text)
    {
        Assert.False(Regions.TryFind(text, out var region));
        Assert.Null(region);
    }

    [Theory]
    [InlineData("eastus", "eus")]
    [InlineData("australiaeast", "ae")]
    [InlineData("centralindia", "pn")]
    [InlineData("southeastasia", "sea")]
    [InlineData("westeurope", "weu")]
    [InlineData("japaneast", "je")]
    [InlineData("canadacentral", "cc")]
    [InlineData("southcentralus", "scus")]
    public void Short_names_are_the_published_ones(string name, string shortName) =>
        Assert.Equal(shortName, Regions.All.Single(region => region.Name == name).ShortName.Value);
}
