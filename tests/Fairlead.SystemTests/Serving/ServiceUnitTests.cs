using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Fairlead.SystemTests.Serving;

/// <summary>The systemd unit, judged by systemd's own tool.</summary>
public sealed partial class ServiceUnitTests : IDisposable
{
    /// <summary>Of 10, where 0 is nothing to take away any more. What is left: the network, which a server needs.</summary>
    private const double MostExposed = 1.5;

    private readonly string _folder = Directory.CreateTempSubdirectory("fairlead-unit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_unit_is_sound_and_has_next_to_nothing()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "needs systemd-analyze (apt-get install systemd)");
        var unit = Path.Combine(_folder, "fairlead.service");
        var text = await File.ReadAllTextAsync(Repository.PathOf("eng", "fairlead.service"), TestContext.Current.CancellationToken);
        // It looks for the program and its manual, which are not installed here.
        await File.WriteAllTextAsync(unit, text.Replace("/usr/bin/fairlead", "/bin/true", StringComparison.Ordinal).Replace("Documentation=man:fairlead(1)\n", "", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var verified = await Shell.RunAsync("systemd-analyze", ["verify", unit], TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (verified.ExitCode, verified.Output + verified.Errors));
        var judged = await Shell.RunAsync("systemd-analyze", ["security", "--offline=true", "--no-pager", unit], TestContext.Current.CancellationToken);
        var exposure = double.Parse(Exposure.Match(judged.Output).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(exposure <= MostExposed, judged.Output);
    }

    [GeneratedRegex(@"Overall exposure level for \S+: ([\d.]+)")]
    private static partial Regex Exposure { get; }
}
