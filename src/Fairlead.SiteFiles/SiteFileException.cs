using Fairlead.Core.Diagnostics;

namespace Fairlead.SiteFiles;

/// <summary>A path that the user gave leads to no site file; the message says which and why.</summary>
public sealed class SiteFileException(string message) : UnusableInputException(message);
