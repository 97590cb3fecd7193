using System.Text.RegularExpressions;
using Fairlead.Core.Profiles;
using Xunit;

namespace Fairlead.Tests.Profiles;

public sealed class PoolNameTests
{
    public static TheoryData<string, bool, bool> Names => new()
    {
        // name, valid on AKS, valid on plain Kubernetes
        { "default", true, true },
        { "abc", true, true },
        { "a12345678901", true, true },
        { "a123456789012", false, true },
        { "ab", false, true },
        { "a", false, true },
        { "1ab", false, true },
        { "gpu-pool", false, true },
        { "-pool", false, false },
        { "pool-", false, false },
        { "Pool", false, false },
        { "poo_l", false, false },
        { "pöol", false, false },
        { "pool.a", false, false },
        { "pool\n", false, false },
        { "", false, false },
        { new string('a', 63), false, true },
        { new string('a', 64), false, false },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Names_are_judged_by_the_profile(string name, bool onAks, bool onPlain) => Assert.Equal(
        [onAks, onAks, onPlain],
        Profile.All.Select(profile => profile.IsPoolName(name)));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_pattern_that_messages_show_says_the_same(string name, bool onAks, bool onPlain)
    {
        // "$" alone would let a line feed pass.
        bool Matches(Profile profile) => Regex.IsMatch(name, profile.PoolNamePattern.Replace("$", "\\z", StringComparison.Ordinal));
        Assert.Equal([onAks, onAks, onPlain], Profile.All.Select(Matches));
    }
}
