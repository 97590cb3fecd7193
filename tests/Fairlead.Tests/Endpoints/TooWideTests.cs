using Fairlead.Core.Endpoints;
using Xunit;

namespace Fairlead.Tests.Endpoints;

public sealed class TooWideTests
{
    private static readonly EndpointCatalog Catalog = EndpointCatalog.Default;

    [Theory]
    [InlineData("*")]
    [InlineData("*.")]
    [InlineData("*.com")]
    [InlineData("*.COM.")]
    [InlineData("*.co.uk")]
    [InlineData("*.io")]
    [InlineData("*.local")]
    [InlineData("*.github.io")]
    [InlineData("*.azurewebsites.net")]
    [InlineData("*.kobe.jp")]
    [InlineData("*.c.kobe.jp")]
    [InlineData("*.azurecontainer.io")]
    public void A_whole_public_suffix_is_too_wide(string rule) => Assert.True(Catalog.IsTooWide(rule));

    [Theory]
    [InlineData("com")]
    [InlineData("github.io")]
    [InlineData("*.microsoft.com")]
    [InlineData("*.azurecr.io")]
    [InlineData("*.city.kobe.jp")]
    [InlineData("mcr.microsoft.com")]
    [InlineData("")]
    public void Less_than_that_is_not(string rule) => Assert.False(Catalog.IsTooWide(rule));

    [Fact]
    public void No_wildcard_of_the_catalogue_is_too_wide() => Assert.All(
        Catalog.Endpoints.Where(endpoint => endpoint.Kind == HostKind.Wildcard),
        endpoint => Assert.False(Catalog.IsTooWide(endpoint.Host), endpoint.Host));

    /// <summary>Newer editions of the list have names that the pages ask to open as a whole.</summary>
    [Theory]
    [InlineData("blob.core.windows.net")]
    [InlineData("web.core.windows.net")]
    [InlineData("servicebus.windows.net")]
    public void A_published_wildcard_stays_allowed_when_the_list_names_it(string name)
    {
        var suffixes = new SuffixRules("// header\nblob.core.windows.net\nfile.core.windows.net\nservicebus.windows.net\nweb.core.windows.net\n"u8.ToArray());

        Assert.True(suffixes.IsSuffix(name));
        Assert.False(Catalog.IsTooWide("*." + name, suffixes));
        Assert.False(Catalog.IsTooWide("*." + name.ToUpperInvariant() + ".", suffixes));
        Assert.True(Catalog.IsTooWide("*.file.core.windows.net", suffixes));
    }
}
