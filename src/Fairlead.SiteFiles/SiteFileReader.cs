using System.Globalization;
using Fairlead.Core.Sites.Text;

namespace Fairlead.SiteFiles;

/// <summary>Site files and folders to documents, in the order of the contract.</summary>
public static class SiteFileReader
{
    /// <summary>Below so many bytes, starting other threads takes longer than reading.</summary>
    private const long ParallelFrom = 256 * 1024;

    private const int PipeBuffer = 64 * 1024;

    private const string StandardInput = "-";

    /// <param name="paths">Files or folders as the user named them, or <c>-</c> for standard input. A file that is named twice is read once.</param>
    /// <exception cref="SiteFileException">A path does not exist, or a folder holds no site file.</exception>
    public static IReadOnlyList<SourceDocument> Read(IReadOnlyList<string> paths, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var files = FilesOf(paths);
        var documents = new IReadOnlyList<SourceDocument>[files.Count];
        if (files.Count == 1 || files.Sum(LengthOf) < ParallelFrom)
        {
            for (var i = 0; i < files.Count; i++)
            {
                ct.ThrowIfCancellationRequested();
                documents[i] = ReadFile(files[i]);
            }
        }
        else
        {
            Parallel.For(0, files.Count, new ParallelOptions { CancellationToken = ct }, i => documents[i] = ReadFile(files[i]));
        }

        return [.. documents.SelectMany(document => document)];
    }

    /// <summary>The files that <see cref="Read"/> would read, in its order.</summary>
    /// <exception cref="SiteFileException">A path does not exist, or a folder holds no site file.</exception>
    public static IReadOnlyList<string> FilesOf(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return [.. paths.SelectMany(FilesAt).DistinctBy(Path.GetFullPath)];
    }

    /// <summary>Documents of one file's bytes; the name only decides between JSON and YAML, and stands in findings.</summary>
    public static IReadOnlyList<SourceDocument> Parse(string name, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > SourceLimits.Bytes)
            return Unreadable(name, "", $"The file is larger than {SourceLimits.Bytes / (1024 * 1024)} MiB.", "split it");
        var fault = SourceText.Decode(bytes, out var text);
        var file = new SourceFile(name, text);
        if (fault is not null)
            return [new(file, null, [fault])];
        IReadOnlyList<SourceDocument> documents = IsJson(name) ? [JsonReader.Read(file)] : [.. YamlReader.Read(file)];
        return documents.All(IsEmpty) ? Unreadable(name, text, "The file holds no document.", "write a Site or Cluster document, or remove the file") : documents;
    }

    private static List<string> FilesAt(string path)
    {
        if (Directory.Exists(path))
        {
            var found = FindBelow(path);
            return found.Count > 0 ? found.ConvertAll(file => Join(path, file)) : throw new SiteFileException($"The folder {path} holds no site file (*.yaml, *.yml, *.json); names that begin with . or _ are left out.");
        }

        if (path == StandardInput || File.Exists(path))
            return [path];
        throw new SiteFileException(path.StartsWith('-') ? $"There is no option {path}, and no file or folder of that name." : $"There is no file or folder {path}.");
    }

    private static List<string> FindBelow(string folder)
    {
        try
        {
            return [.. FilesBelow(folder, "").OrderBy(file => file, StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SiteFileException($"The folder {folder} can't be read, or one below it: {ReasonOf(exception)}.");
        }
    }

    /// <summary>Whether a folder's contents count a path below it as a site file.</summary>
    internal static bool IsSiteFile(string relative) =>
        Path.GetExtension(relative) is ".yaml" or ".yml" or ".json" && !Array.Exists(relative.Split('/'), part => part[0] is '.' or '_');

    /// <summary>Paths relative to the folder with forward slashes. Linked folders are not followed: they may lead in circles.</summary>
    private static IEnumerable<string> FilesBelow(string folder, string below)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (entry.Name[0] is '.' or '_')
                continue;
            var relative = below + entry.Name;
            if (!entry.Attributes.HasFlag(FileAttributes.Directory))
            {
                if (entry.Extension is ".yaml" or ".yml" or ".json")
                    yield return relative;
            }
            else if (entry.LinkTarget is null)
            {
                foreach (var file in FilesBelow(entry.FullName, relative + "/"))
                    yield return file;
            }
        }
    }

    /// <summary>0 where it can't be told; reading the file will say why.</summary>
    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private static string Join(string folder, string file) => Path.EndsInDirectorySeparator(folder) ? folder + file : $"{folder}/{file}";

    private static IReadOnlyList<SourceDocument> ReadFile(string path)
    {
        try
        {
            using Stream stream = path == StandardInput ? Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            // One more than the file holds, so that its end is seen without growing. A pipe has no length.
            var bytes = new byte[stream.CanSeek ? (int)Math.Min(stream.Length, SourceLimits.Bytes) + 1 : PipeBuffer];
            var count = 0;
            for (int read; (read = stream.Read(bytes.AsSpan(count))) > 0;)
            {
                count += read;
                if (count == bytes.Length && count <= SourceLimits.Bytes)
                    Array.Resize(ref bytes, Math.Min(2 * count, SourceLimits.Bytes + 1));
            }

            return Parse(path, bytes.AsSpan(0, count));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Unreadable(path, "", $"The file can't be read: {ReasonOf(exception)}.", "check that it exists and that you may read it");
        }
    }

    /// <summary>In our own words: a published program has no texts for the platform's exceptions.</summary>
    private static string ReasonOf(Exception exception) => exception switch
    {
        UnauthorizedAccessException => "permission denied",
        FileNotFoundException or DirectoryNotFoundException => "it is not there, or a link that leads nowhere",
        _ => string.Create(CultureInfo.InvariantCulture, $"the system refused it (code {exception.HResult & 0xFFFF})"),
    };

    private static bool IsJson(string name) => name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    private static bool IsEmpty(SourceDocument document) =>
        document.Errors.Count == 0 && document.Root is null or ScalarNode { Kind: ScalarKind.Null };

    private static SourceDocument[] Unreadable(string name, string text, string message, string hint) =>
        [new(new SourceFile(name, text), null, [new SyntaxError(1, 1, message, hint)])];
}
