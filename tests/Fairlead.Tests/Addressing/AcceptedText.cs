namespace Fairlead.Tests.Addressing;

/// <summary>A text that is accepted; the canonical form is what it prints as.</summary>
public sealed record AcceptedText(string Text, string Canonical)
{
    public override string ToString() => $"'{Text}' is {Canonical}";
}
