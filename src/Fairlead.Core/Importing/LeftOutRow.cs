namespace Fairlead.Core.Importing;

/// <summary>A row of a sheet that was not understood.</summary>
/// <param name="Line">Of the file, where the row begins.</param>
/// <param name="Row">As a spreadsheet counts; the same as the line where no cell holds a line break.</param>
/// <param name="Cells">The row, shortened.</param>
public sealed record LeftOutRow(int Line, int Row, string Why, string Cells);
