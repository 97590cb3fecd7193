namespace Fairlead.Core.Addressing;

/// <summary>Why a text was refused. The default value means that it was not.</summary>
/// <param name="Kind">For programs.</param>
/// <param name="Message">What is wrong; quotes the text, shortened when it is long.</param>
/// <param name="Hint">How to mend it.</param>
public readonly record struct AddressError(AddressErrorKind Kind, string Message, string Hint)
{
    /// <summary>Message and hint in one line; empty for the default value.</summary>
    public override string ToString() => Kind == AddressErrorKind.None ? "" : $"{Message}; {Hint}";
}
