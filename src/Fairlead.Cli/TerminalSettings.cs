using System.Globalization;
using System.Text;

namespace Fairlead.Cli;

/// <summary>What the environment says of the place where output goes.</summary>
internal static class TerminalSettings
{
    /// <summary>Where nobody says how wide a line is.</summary>
    public const int WidthOfFiles = 100;

    private const int Narrowest = 40;

    /// <summary>Lines longer than this are hard to read, however wide the terminal.</summary>
    private const int Widest = 120;

    /// <param name="columns">What <c>COLUMNS</c> says; it wins.</param>
    /// <param name="ask">Asks the terminal; null where there is none. It may answer 0, or fail.</param>
    public static int Width(string? columns, Func<int>? ask)
    {
        if (int.TryParse(columns, NumberStyles.None, CultureInfo.InvariantCulture, out var said) && said > 0)
            return Math.Clamp(said, Narrowest, Widest);
        try
        {
            var width = ask is null ? 0 : ask();
            return width > 0 ? Math.Clamp(width, Narrowest, Widest) : WidthOfFiles;
        }
        catch (IOException)
        {
            return WidthOfFiles;
        }
    }

    /// <summary>
    /// Whether UTF-8 can be shown. .NET takes the C locale for UTF-8, so the variables are read here, in the order of POSIX (XBD 8.2);
    /// where none is set (a container, a CI runner) the reader is nearly always one who takes UTF-8.
    /// </summary>
    public static bool IsUnicode(Func<string, string?> variable, Encoding windowsOutput)
    {
        if (OperatingSystem.IsWindows())
            return windowsOutput.CodePage == Encoding.UTF8.CodePage;
        foreach (var name in (ReadOnlySpan<string>)["LC_ALL", "LC_CTYPE", "LANG"])
        {
            if (variable(name) is { Length: > 0 } locale)
                return locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase) || locale.Contains("UTF8", StringComparison.OrdinalIgnoreCase);
        }

        return true;
    }
}
