namespace Fairlead.Testing;

/// <summary>Where the repository's own files are, from wherever the tests run.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <param name="parts">Below the root, with forward slashes or one part at a time.</param>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Fairlead.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
