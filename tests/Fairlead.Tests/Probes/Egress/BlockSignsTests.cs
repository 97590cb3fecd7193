using Fairlead.Probes.Egress;
using Xunit;

namespace Fairlead.Tests.Probes.Egress;

public sealed class BlockSignsTests
{
    private const string Host = "ctldl.windowsupdate.com";

    public sealed record Case(string Title, int Status, string Fields, string Body, bool IsForFile, string? Sign)
    {
        public override string ToString() => Title;
    }

    public static TheoryData<Case> Cases =>
    [
        new Case("the file", 206, "Content-Type: application/octet-stream|Server: Kestrel", "", true, null),
        new Case("the service has no such thing", 404, "Content-Type: text/html", "<h1>404 - File or directory not found.</h1>", true, null),
        new Case("the service's own cache", 200, "Via: 1.1 varnish|X-Cache: HIT", "", true, null),
        new Case("the service moves to TLS", 301, $"Location: https://{Host}/x", "", true, null),
        new Case("squid refuses", 403, "Server: squid/5.7|X-Squid-Error: ERR_ACCESS_DENIED 0", "", true, "X-Squid-Error: ERR_ACCESS_DENIED 0"),
        new Case("squid, without its own field", 403, "Via: 1.1 proxy.lab (squid/5.7)", "", true, "Via: 1.1 proxy.lab (squid/5.7)"),
        new Case("a proxy in between asks for a user", 407, "Proxy-Authenticate: Basic", "", true, "status 407, which only something in between sends"),
        new Case("a captive network", 511, "", "", true, "status 511, which only something in between sends"),
        new Case("a portal", 302, "Location: http://portal.hotel.example/login", "", true, "it redirects to portal.hotel.example"),
        new Case("a portal at an address", 307, "Location: http://10.0.0.1/", "", false, "it redirects to 10.0.0.1"),
        new Case("a block page with a good status", 200, "Content-Type: text/html", "<h1>This site HAS BEEN BLOCKED</h1>", false, "a page that says 'has been blocked'"),
        new Case("a page in place of the file", 200, "Content-Type: text/html; charset=utf-8", "<h1>Welcome</h1>", true, "a page in place of a file"),
        new Case("a page where pages are", 200, "Content-Type: text/html", "<h1>Welcome</h1>", false, null),
        new Case("a bare refusal", 403, "", "", false, "status 403 for what everybody may have"),
        new Case("for legal reasons", 451, "", "", false, "status 451 for what everybody may have"),
        new Case("a gateway that does not get through", 504, "Via: 1.1 gw", "", false, "status 504 with Via: 1.1 gw"),
        new Case("the service's fault", 503, "", "", false, null),
        new Case("words in what is no page", 200, "Content-Type: application/json", "access denied", false, null),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_answers_in_its_place_is_given_away(Case each)
    {
        ArgumentNullException.ThrowIfNull(each);
        var fields = each.Fields.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split(": ", 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1]));
        Assert.Equal(each.Sign, BlockSigns.Of(new HttpHead("HTTP/1.1", each.Status, "", [.. fields]), each.Body, Host, each.IsForFile));
    }
}
