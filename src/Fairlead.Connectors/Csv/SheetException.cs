namespace Fairlead.Connectors.Csv;

/// <summary>A sheet can't be used at all; the message says why and what to do.</summary>
internal sealed class SheetException(string message) : Exception(message);
