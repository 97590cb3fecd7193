namespace Fairlead.Core.Deliverables;

/// <summary>A file that Fairlead writes for somebody else.</summary>
/// <param name="Name">Without a folder, and fit for any file system whatever the site is called.</param>
/// <param name="Text">The whole of it.</param>
public sealed record DeliverableFile(string Name, string Text);
