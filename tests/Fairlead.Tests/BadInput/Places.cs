using Fairlead.Core.Sites.Text;
using Xunit;

namespace Fairlead.Tests.BadInput;

/// <summary>The places of a file where an editor can put its cursor. A file that is no text (UTF-16, for one) has line 1, column 1.</summary>
internal sealed class Places(SourceFile file)
{
    /// <summary>Line breaks as editors see them, apart from <see cref="SourceFile"/> so that a fault there is found.</summary>
    private readonly string[] _lines = file.Text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');

    public void AssertInside(int line, int column)
    {
        Assert.InRange(line, 1, _lines.Length);
        Assert.InRange(column, 1, _lines[line - 1].Length + 1);
    }
}
