namespace Fairlead.Cli;

/// <summary>A result could not be written where the user wanted it.</summary>
internal sealed class OutputException(string message) : Exception(message);
