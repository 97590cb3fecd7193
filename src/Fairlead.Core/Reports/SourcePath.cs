namespace Fairlead.Core.Reports;

/// <summary>A source file's name as CI systems read it: forward slashes, no leading <c>./</c>.</summary>
internal static class SourcePath
{
    /// <remarks>A backslash separates folders, though a file on Linux could bear one in its name.</remarks>
    public static string Plain(string file)
    {
        var rooted = file.StartsWith('/') || file.StartsWith('\\');
        var names = file.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries).Where(name => name != ".");
        return (rooted ? "/" : "") + string.Join('/', names);
    }

    /// <summary>A reference relative to the folder that the program ran in, or <c>file:///…</c> for a file named from a root.</summary>
    public static (string Uri, bool IsRelative) Uri(string file)
    {
        var plain = Plain(file);
        var hasDrive = plain.Length >= 3 && char.IsAsciiLetter(plain[0]) && plain[1..].StartsWith(":/", StringComparison.Ordinal);
        var names = (hasDrive ? plain[3..] : plain).Split('/').Select(System.Uri.EscapeDataString);
        var escaped = string.Join('/', names);
        if (hasDrive)
            return ($"file:///{plain[..2]}/{escaped}", false);
        return plain.StartsWith('/') ? ($"file://{escaped}", false) : (escaped, true);
    }
}
