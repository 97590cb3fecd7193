using Fairlead.Probes.Dns;
using Xunit;

namespace Fairlead.Tests.Probes.Dns;

public sealed class SearchDomainsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("nameserver 10.0.0.1\n", "")]
    [InlineData("search Lab.Test corp.test.\n", "lab.test corp.test")]
    [InlineData("domain lab.test other\n", "lab.test")]
    [InlineData("search a.test\ndomain b.test\n", "b.test")]
    [InlineData("domain b.test\nsearch a.test c.test\n", "a.test c.test")]
    [InlineData("search .\n", "")]
    [InlineData("search a a a b\t c d e f g\r\n", "a b c d e f")]
    [InlineData("# search no.test\n;search no.test\nsearch yes.test", "yes.test")]
    [InlineData("search\n", "")]
    public void The_last_line_counts(string text, string expected) => Assert.Equal(expected, string.Join(' ', SearchDomains.Read(text)));
}
