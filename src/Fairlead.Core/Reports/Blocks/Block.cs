namespace Fairlead.Core.Reports.Blocks;

/// <summary>A piece of a page that is written both as Markdown and as HTML.</summary>
internal abstract record Block;

internal sealed record Paragraph(Line Text) : Block;

/// <summary>A paragraph that must not be overlooked.</summary>
internal sealed record Warning(Line Text) : Block;

internal sealed record Bullets(IReadOnlyList<Line> Items) : Block;

/// <summary>Things to be filled in or ticked off.</summary>
internal sealed record Questions(IReadOnlyList<Line> Items) : Block;

/// <param name="Caption">Above the table.</param>
/// <param name="Columns">Titles.</param>
/// <param name="Rows">As many cells as titles; the first names the row.</param>
internal sealed record Grid(string Caption, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<Line>> Rows) : Block;

/// <summary>Blocks under a heading.</summary>
internal sealed record Part(string Title, IReadOnlyList<Block> Blocks);
