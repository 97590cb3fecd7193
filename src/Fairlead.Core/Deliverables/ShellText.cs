namespace Fairlead.Core.Deliverables;

/// <summary>Words for a POSIX shell.</summary>
public static class ShellText
{
    /// <summary>The word in single quotes, unless it needs none.</summary>
    public static string Quoted(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "_-./:=,@%+".Contains(c, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
