using System.Text;

namespace Fairlead.Core.Sites.Text;

/// <summary>User text made fit for a message: short, on one line, without control characters.</summary>
public static class Excerpt
{
    private const int Longest = 60;

    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var builder = new StringBuilder(Math.Min(text.Length, Longest + 1));
        foreach (var c in text)
        {
            if (builder.Length == Longest)
                return builder.Append('…').ToString();
            builder.Append(char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c);
        }

        return builder.ToString();
    }
}
