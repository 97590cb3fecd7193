namespace Fairlead.Connectors.Csv;

/// <summary>A cell is not understood: its row is left out, for this reason.</summary>
internal sealed class SheetCellException(string message) : Exception(message);
