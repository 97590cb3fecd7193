namespace Fairlead.Connectors.IscDhcp;

/// <param name="Text">A word, a text without its quotes, or one of <c>{ } ; ,</c>.</param>
internal readonly record struct IscToken(string Text, bool IsQuoted, int Line)
{
    public bool Is(char mark) => !IsQuoted && Text.Length == 1 && Text[0] == mark;

    /// <summary>Whether it is this key word; dhcpd takes them in any case.</summary>
    public bool Is(string word) => !IsQuoted && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="SourceFailureException">A text has no end.</exception>
    public static List<IscToken> All(string text, string file)
    {
        var tokens = new List<IscToken>();
        var (at, line) = (0, 1);
        while (at < text.Length)
        {
            var letter = text[at];
            if (letter == '\n')
            {
                line++;
                at++;
            }
            else if (letter <= ' ')
            {
                at++;
            }
            else if (letter == '#')
            {
                while (at < text.Length && text[at] != '\n')
                    at++;
            }
            else if (letter is '{' or '}' or ';' or ',')
            {
                tokens.Add(new(letter.ToString(), false, line));
                at++;
            }
            else if (letter == '"')
            {
                var (start, began) = (++at, line);
                while (at < text.Length && text[at] != '"')
                {
                    if (text[at] == '\\')
                        at++;
                    if (at < text.Length && text[at] == '\n')
                        line++;
                    at++;
                }

                if (at >= text.Length)
                    throw SourceFailureException.Malformed($"{file}:{began}", "the text that begins here has no closing quote.", "dhcpd -t -cf FILE names the place.");
                tokens.Add(new(text[start..at], true, began));
                at++;
            }
            else
            {
                var start = at;
                while (at < text.Length && text[at] > ' ' && text[at] is not ('{' or '}' or ';' or ',' or '"' or '#'))
                    at++;
                tokens.Add(new(text[start..at], false, line));
            }
        }

        return tokens;
    }
}
