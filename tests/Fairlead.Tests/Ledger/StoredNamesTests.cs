using Fairlead.Core.Claims;
using Fairlead.Ledger;
using Fairlead.Ledger.Json;
using Fairlead.Ledger.Storage;
using Xunit;

namespace Fairlead.Tests.Ledger;

/// <summary>What is in a database today is read by every later Fairlead.</summary>
public sealed class StoredNamesTests
{
    [Fact]
    public void Every_name_is_read_back()
    {
        Assert.All(Enum.GetValues<ClaimKind>(), kind => Assert.Equal(kind, StoredNames.KindOf(StoredNames.NameOf(kind))));
        Assert.All(Enum.GetValues<HoldingOrigin>(), origin => Assert.Equal(origin, StoredNames.OriginOf(HoldingWords.NameOf(origin))));
        Assert.All(Enum.GetValues<HoldingState>(), state => Assert.Equal(state, StoredNames.StateOf(HoldingWords.NameOf(state))));
        Assert.Throws<FormatException>(() => StoredNames.KindOf("Segment"));
        Assert.Throws<FormatException>(() => StoredNames.OriginOf(""));
        Assert.Throws<FormatException>(() => StoredNames.StateOf("gone"));
    }

    [Fact]
    public void Names_stay_for_ever() => Assert.Equal(
        "segment bridge-prefix dhcp-scope node-pool control-plane-ip load-balancer routed-load-balancer bridge-control-plane-ip bridge-node-ip reserved gateway "
        + "dns-server dhcp-server ntp-server vcenter esxi-host proxy pod-cidr service-cidr",
        string.Join(' ', Enum.GetValues<ClaimKind>().Select(StoredNames.NameOf)));

    [Fact]
    public void Times_are_rounded_down_to_the_microsecond()
    {
        foreach (var ticks in new[] { 0L, 9, 10, 19, -1, -10, -11 })
        {
            var microseconds = StoredTime.ToMicroseconds(DateTimeOffset.UnixEpoch.AddTicks(ticks));
            Assert.Equal((long)Math.Floor(ticks / 10.0), microseconds);
            Assert.Equal(microseconds, StoredTime.ToMicroseconds(StoredTime.FromMicroseconds(microseconds)));
        }
    }
}
