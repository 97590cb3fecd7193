using Fairlead.Core.Sites.Text;
using Xunit;

namespace Fairlead.Tests.BadInput;

internal static class Places
{
    /// <summary>A place where an editor can put its cursor. A file that is no text (UTF-16, for one) has line 1, column 1.</summary>
    public static void AssertInside(SourceFile file, int line, int column)
    {
        var lines = LinesOf(file.Text);
        Assert.InRange(line, 1, lines.Length);
        Assert.InRange(column, 1, lines[line - 1].Length + 1);
    }

    /// <summary>Line breaks as editors see them, apart from <see cref="SourceFile"/> so that a fault there is found.</summary>
    private static string[] LinesOf(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
}
