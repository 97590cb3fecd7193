namespace Fairlead.Server.Hosting;

/// <summary>The server can't start; each line of the message says why, and what to do.</summary>
public sealed class ServerStartException(string message, Exception? inner = null) : Exception(message, inner);
