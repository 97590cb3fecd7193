namespace Fairlead.Core.Diagnostics;

/// <summary>What somebody handed in (a path, a name, a file) can't be used, and nothing was changed; the message says which, why, and what to do. The program ends with exit code 2.</summary>
public class UnusableInputException(string message, Exception? inner = null) : Exception(message, inner);
