namespace Fairlead.Core.Checks;

/// <summary>One thing that was seen, so that a reader can judge it anew.</summary>
/// <param name="Kind">Kebab-case, such as <c>arp-reply</c>, <c>dhcp-offer</c>, <c>tls-certificate</c>.</param>
/// <param name="Text">What it said, in one line of plain text: addresses, MACs, names, numbers with units. Never a secret.</param>
/// <param name="At">When it was seen; null where the moment means nothing (a value of the environment).</param>
public sealed record Evidence(string Kind, string Text, DateTimeOffset? At = null);
