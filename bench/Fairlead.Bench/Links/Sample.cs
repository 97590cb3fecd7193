using System.Diagnostics;
using System.Globalization;
using Fairlead.Testing;
using Fairlead.Testing.Lab;

namespace Fairlead.Bench.Links;

/// <summary>One run of a program on a machine of the Lab.</summary>
internal sealed record Sample(TimeSpan Wall, TimeSpan Processor, Answer Answer)
{
    public static async Task<Sample> TakeAsync(LabNode node, string program, IEnumerable<string> arguments, CancellationToken ct)
    {
        var times = Path.Combine(node.Folder, "times");
        var started = Stopwatch.GetTimestamp();
        var answer = await node.RunAsync("/usr/bin/time", ["-q", "-f", "%U %S", "-o", times, program, .. arguments], ct);
        var wall = Stopwatch.GetElapsedTime(started);
        var spent = (await File.ReadAllTextAsync(times, ct)).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(text => double.Parse(text, CultureInfo.InvariantCulture)).Sum();
        return new(wall, TimeSpan.FromSeconds(spent), answer);
    }

    public static TimeSpan Median(IEnumerable<TimeSpan> spans)
    {
        var sorted = spans.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
