namespace Fairlead.Cli.Checks;

/// <summary>Words for a POSIX shell.</summary>
internal static class ShellText
{
    /// <summary>The word in single quotes, unless it needs none.</summary>
    public static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "_-./:=,@%+".Contains(c, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
