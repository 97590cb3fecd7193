using Fairlead.Core.Addressing;

namespace Fairlead.Tests.Addressing;

/// <summary>A text that is refused, why, and a piece that the hint must contain.</summary>
public sealed record RefusedText(string Text, AddressErrorKind Kind, string Hint = "")
{
    public override string ToString() => $"'{Text}': {Kind}";
}
