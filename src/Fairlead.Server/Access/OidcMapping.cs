namespace Fairlead.Server.Access;

/// <param name="Value">A scope or role as the issuer writes it.</param>
public sealed record OidcMapping(string Value, Grant Grant);
