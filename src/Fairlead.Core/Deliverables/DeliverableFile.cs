namespace Fairlead.Core.Deliverables;

/// <summary>A file that Fairlead writes for somebody else.</summary>
/// <param name="Name">Relative, with slashes, and fit for any file system whatever the site is called.</param>
/// <param name="Text">The whole of it.</param>
public sealed record DeliverableFile(string Name, string Text)
{
    /// <summary>How a line of the file is made a comment; null where its format has none.</summary>
    public string? Comment { get; init; } = "#";
}
