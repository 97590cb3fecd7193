using Fairlead.Core.Changes;
using Xunit;

namespace Fairlead.Tests.Changes;

public sealed class LineDifferenceTests
{
    [Fact]
    public void What_went_and_came_leads_from_one_text_to_the_other_in_the_fewest_lines()
    {
        var random = new Random(5);
        for (var round = 0; round < 3_000; round++)
        {
            var (old, now) = (Lines(random), Lines(random));
            var changes = LineDifference.Between(string.Join('\n', old), string.Join('\n', now));
            var gone = changes.Where(change => change.Kind == LineKind.Gone).Select(change => change.Before!.Value).ToHashSet();
            var come = changes.Where(change => change.Kind == LineKind.Come).Select(change => change.After!.Value).ToHashSet();

            var kept = old.Where((_, index) => !gone.Contains(index + 1)).ToList();
            Assert.Equal(kept, now.Where((_, index) => !come.Contains(index + 1)));
            Assert.Equal(LongestCommon(old, now), kept.Count);
            Assert.All(changes.Where(change => change.Kind == LineKind.Same), change => Assert.Equal(old[change.Before!.Value - 1], now[change.After!.Value - 1]));
            Assert.All(changes.Where(change => change.Kind == LineKind.Come), change => Assert.Equal(now[change.After!.Value - 1], change.Text));
        }
    }

    [Fact]
    public void Only_three_lines_stand_around_a_change()
    {
        var old = Enumerable.Range(1, 100).Select(i => $"line {i}").ToList();
        var now = old.ToList();
        now[49] = "another";
        var changes = LineDifference.Between(string.Join('\n', old), string.Join("\r\n", now));
        Assert.Equal(["", "line 47", "line 48", "line 49", "line 50", "another", "line 51", "line 52", "line 53", ""], changes.Select(change => change.Text));
    }

    [Fact]
    public void Texts_that_have_nothing_in_common_do_not_take_for_ever()
    {
        var changes = LineDifference.Between(string.Join('\n', Enumerable.Range(0, 20_000).Select(i => $"a{i}")), string.Join('\n', Enumerable.Range(0, 20_000).Select(i => $"b{i}")));
        Assert.Equal(40_000, changes.Count);
    }

    private static List<string> Lines(Random random) => [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => ((char)('a' + random.Next(3))).ToString())];

    private static int LongestCommon(List<string> one, List<string> other)
    {
        var longest = new int[one.Count + 1, other.Count + 1];
        for (var i = 1; i <= one.Count; i++)
        {
            for (var j = 1; j <= other.Count; j++)
                longest[i, j] = one[i - 1] == other[j - 1] ? longest[i - 1, j - 1] + 1 : Math.Max(longest[i - 1, j], longest[i, j - 1]);
        }

        return longest[one.Count, other.Count];
    }
}
