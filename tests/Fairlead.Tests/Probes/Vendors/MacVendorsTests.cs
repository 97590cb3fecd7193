using Fairlead.Probes.Vendors;
using Xunit;

namespace Fairlead.Tests.Probes.Vendors;

public sealed class MacVendorsTests
{
    [Theory]
    [InlineData("00:50:56:ab:cd:ef", "VMware virtual machine")]
    [InlineData("00:0c:29:00:00:01", "VMware virtual machine")]
    [InlineData("00:15:5d:00:00:01", "Hyper-V virtual machine")]
    [InlineData("00:00:5e:00:01:07", "VRRP router 7")]
    [InlineData("00:00:5e:00:02:ff", "VRRP router 255")]
    [InlineData("00:00:0c:07:ac:2a", "HSRP group 42")]
    [InlineData("00:00:0c:9f:f1:00", "HSRP group 256")]
    [InlineData("f4:bd:9e:01:02:03", "Cisco Systems, Inc")] // 24 bits
    [InlineData("70:b3:d5:f2:f1:23", "TELEPLATFORMS")] // 36 bits
    [InlineData("00:50:c2:7d:51:23", "DEUTA-WERKE GmbH")] // 36 bits of the older registry
    [InlineData("02:aa:00:00:00:01", "a virtual or random MAC")]
    [InlineData("fc:ff:aa:ff:ff:ff", null)] // a block that the authority gives out in parts, and this part to nobody
    public void Names_who_made_it_or_what_it_is(string mac, string? name) => Assert.Equal(name, MacVendors.NameOf(TestLinks.MacOf(mac)));

    [Fact]
    public void Describes_a_MAC_with_its_vendor() => Assert.Equal("00:50:56:ab:cd:ef (VMware virtual machine)", MacVendors.Describe(TestLinks.MacOf("00:50:56:ab:cd:ef")));

    [Theory]
    [InlineData("00:00:5e:00:01:07", true)]
    [InlineData("00:00:5e:00:02:07", true)]
    [InlineData("00:00:0c:07:ac:07", true)]
    [InlineData("00:00:0c:9f:f0:07", true)]
    [InlineData("00:00:0c:9f:e0:07", false)]
    [InlineData("00:50:56:ab:cd:ef", false)]
    public void Knows_the_MACs_that_move(string mac, bool moves) => Assert.Equal(moves, MacVendors.IsVirtualRouter(TestLinks.MacOf(mac)));
}
