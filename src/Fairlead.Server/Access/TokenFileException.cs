namespace Fairlead.Server.Access;

/// <summary>The file of tokens can't be used, or what is asked of it can't be done; the message says which, why, and what to do.</summary>
public sealed class TokenFileException(string message, Exception? inner = null) : Exception(message, inner);
