using Fairlead.Probes.Proxies;
using Xunit;

namespace Fairlead.Tests.Probes.Proxies;

public sealed class ProxySettingsTests
{
    [Theory]
    [InlineData("http://proxy.contoso.com:3128", "http://proxy.contoso.com:3128", false)]
    [InlineData("proxy.contoso.com:3128", "http://proxy.contoso.com:3128", false)]
    [InlineData(" http://ops:geheim@10.0.0.1:8080/ ", "http://10.0.0.1:8080", true)]
    [InlineData("http://CONTOSO%5Cops:g%40h@proxy", "http://proxy:80", true)]
    [InlineData("https://proxy", "https://proxy:443", false)]
    [InlineData("socks5://proxy:1080", "socks5://proxy:1080", false)]
    [InlineData("http://[2001:db8::1]:3128", "http://[2001:db8::1]:3128", false)]
    public void A_setting_is_read_and_never_shows_its_user(string setting, string shown, bool hasCredentials)
    {
        var proxy = ProxyAddress.Parse(setting)!;
        Assert.Equal((shown, hasCredentials), (proxy.ToString(), proxy.HasCredentials));
        Assert.Equal(hasCredentials, proxy.AuthorizationLine.Length > 0);
    }

    [Fact]
    public void Its_user_goes_to_the_proxy_alone() =>
        Assert.Equal($"Proxy-Authorization: Basic {Convert.ToBase64String("ops:g@h"u8)}\r\n", ProxyAddress.Parse("http://ops:g%40h@proxy:3128")!.AuthorizationLine);

    [Theory]
    [InlineData("http://")]
    [InlineData("http://ops:geheim@")]
    [InlineData("http://proxy:port")]
    public void What_names_no_host_is_no_proxy(string setting) => Assert.Null(ProxyAddress.Parse(setting));

    [Theory]
    [InlineData("", "mcr.microsoft.com", false)]
    [InlineData("*", "mcr.microsoft.com", true)]
    [InlineData("localhost, .microsoft.com", "mcr.microsoft.com", true)]
    [InlineData(".microsoft.com", "microsoft.com", false)]
    [InlineData("microsoft.com", "microsoft.com", true)]
    [InlineData("microsoft.com", "MCR.Microsoft.com", true)]
    [InlineData("*.microsoft.com", "mcr.microsoft.com", true)]
    [InlineData("soft.com", "microsoft.com", false)]
    [InlineData("10.0.0.0/8", "10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "11.1.2.3", false)]
    [InlineData("10.0.0.0/8", "10.1.2.3.example.com", false)]
    [InlineData(".,,", "mcr.microsoft.com", false)]
    public void Exceptions_are_read_as_clients_read_them(string list, string host, bool isExempt) => Assert.Equal(isExempt, new NoProxy([list]).Exempts(host));

    [Fact]
    public void Lower_case_goes_first_and_a_difference_is_named()
    {
        var environment = Environment("https_proxy=http://a:1", "HTTPS_PROXY=http://b:2", "HTTP_PROXY=http://c:3", "ALL_PROXY=http://d:4", "NO_PROXY=.svc");
        Assert.Equal(("http://a:1", "http://c:3"), (environment.Https!.ToString(), environment.Http!.ToString()));
        Assert.Equal(["HTTPS_PROXY"], environment.Disagreeing);
        Assert.True(environment.NoProxy.Exempts("x.svc"));
    }

    [Fact]
    public void One_for_all_serves_where_no_other_is() => Assert.Equal("http://d:4", Environment("all_proxy=http://d:4").Https!.ToString());

    internal static ProxyEnvironment Environment(params string[] variables)
    {
        var set = variables.Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return ProxyEnvironment.Read(name => set.GetValueOrDefault(name));
    }
}
