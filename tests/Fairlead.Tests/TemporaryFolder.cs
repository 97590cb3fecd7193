namespace Fairlead.Tests;

/// <summary>A folder for one test, gone after it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fairlead-test-");

    public string Path => _folder.FullName;

    public string PathOf(string name) => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>Names of what is in it, hidden files too.</summary>
    public IEnumerable<string> Names => _folder.EnumerateFileSystemInfos().Select(item => item.Name).Order(StringComparer.Ordinal);

    public void Dispose() => _folder.Delete(recursive: true);
}
