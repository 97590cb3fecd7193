namespace Fairlead.Connectors.ArmTemplates;

/// <summary>An expression between <c>[</c> and <c>]</c>, parsed and not yet evaluated.</summary>
internal abstract record ArmExpression
{
    private ArmExpression()
    {
    }

    internal sealed record Text(string Value) : ArmExpression;

    internal sealed record Number(long Value) : ArmExpression;

    /// <param name="Name">Lower case; functions of a user's own have a dot in it.</param>
    internal sealed record Call(string Name, IReadOnlyList<ArmExpression> Arguments) : ArmExpression;

    internal sealed record Field(ArmExpression Of, string Name) : ArmExpression;

    internal sealed record Index(ArmExpression Of, ArmExpression At) : ArmExpression;

    /// <summary>A text that begins with <c>[</c> and ends with <c>]</c> is one; <c>[[</c> stands for a bracket.</summary>
    public static bool IsOne(string text) => text.Length > 1 && text[0] == '[' && text[^1] == ']' && text[1] != '[';

    /// <returns>Null, with what is wrong, for what is no expression.</returns>
    public static ArmExpression? Parse(string text, out string fault)
    {
        var parser = new Parser(text, 1, text.Length - 1);
        var expression = parser.Expression(0);
        if (expression is not null && !parser.IsAtEnd)
            parser.Fault ??= $"'{text[parser.Position]}' is not expected at character {parser.Position + 1}";
        fault = parser.Fault ?? "";
        return parser.Fault is null ? expression : null;
    }

    private sealed class Parser(string text, int start, int end)
    {
        private const int Deepest = 64;

        public int Position { get; private set; } = start;

        public string? Fault { get; set; }

        public bool IsAtEnd
        {
            get
            {
                SkipBlanks();
                return Position >= end;
            }
        }

        public ArmExpression? Expression(int depth)
        {
            if (depth > Deepest)
                return Fail($"it is nested more than {Deepest} deep");
            if (IsAtEnd)
                return Fail("it ends too early");
            var c = text[Position];
            var expression = c == '\'' ? Quoted() : c == '-' || char.IsAsciiDigit(c) ? Whole() : char.IsAsciiLetter(c) || c == '_' ? Called(depth) : Fail($"'{c}' is not expected at character {Position + 1}");
            for (var steps = 0; expression is not null && !IsAtEnd && text[Position] is '.' or '['; steps++)
                expression = steps > Deepest ? Fail($"it goes more than {Deepest} steps deep") : text[Position] == '.' ? Named(expression) : Indexed(expression, depth);
            return Fault is null ? expression : null;
        }

        private ArmExpression? Quoted()
        {
            var value = new System.Text.StringBuilder();
            for (Position++; Position < end; Position++)
            {
                if (text[Position] != '\'')
                    value.Append(text[Position]);
                else if (Position + 1 < end && text[Position + 1] == '\'')
                    value.Append(text[++Position]);
                else
                {
                    Position++;
                    return new Text(value.ToString());
                }
            }

            return Fail("a text in it has no closing quote");
        }

        private ArmExpression? Whole()
        {
            var from = Position++;
            while (Position < end && char.IsAsciiDigit(text[Position]))
                Position++;
            return long.TryParse(text.AsSpan(from, Position - from), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number)
                ? new Number(number)
                : Fail($"the number at character {from + 1} is none");
        }

        private ArmExpression? Called(int depth)
        {
            var name = Name();
            while (Position + 1 < end && text[Position] == '.' && (char.IsAsciiLetter(text[Position + 1]) || text[Position + 1] == '_'))
            {
                Position++;
                name += '.' + Name();
            }

            if (IsAtEnd || text[Position] != '(')
                return Fail($"'{name}' is followed by no '('");
            Position++;
            var arguments = new List<ArmExpression>();
            if (!IsAtEnd && text[Position] == ')')
            {
                Position++;
                return new Call(name.ToLowerInvariant(), arguments);
            }

            while (Expression(depth + 1) is { } argument)
            {
                arguments.Add(argument);
                if (IsAtEnd)
                    break;
                var c = text[Position++];
                if (c == ')')
                    return new Call(name.ToLowerInvariant(), arguments);
                if (c != ',')
                    return Fail($"'{c}' is not expected at character {Position}");
            }

            return Fail($"the brackets of {name}() are not closed");
        }

        private ArmExpression? Named(ArmExpression of)
        {
            Position++;
            return Name() is { Length: > 0 } name ? new Field(of, name) : Fail("a dot is followed by no name");
        }

        private ArmExpression? Indexed(ArmExpression of, int depth)
        {
            Position++;
            if (Expression(depth + 1) is not { } at)
                return Fail("an index is missing");
            if (IsAtEnd || text[Position] != ']')
                return Fail("an index is not closed");
            Position++;
            return new Index(of, at);
        }

        private string Name()
        {
            var from = Position;
            while (Position < end && (char.IsAsciiLetterOrDigit(text[Position]) || text[Position] is '_' or '$'))
                Position++;
            return text[from..Position];
        }

        private void SkipBlanks()
        {
            while (Position < end && char.IsWhiteSpace(text[Position]))
                Position++;
        }

        private ArmExpression? Fail(string fault)
        {
            Fault ??= fault;
            return null;
        }
    }
}
