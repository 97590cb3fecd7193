using System.Text;
using Fairlead.Core.Changes;
using Fairlead.Core.Deliverables;
using Fairlead.Core.Diagnostics;

namespace Fairlead.Connectors.Folders;

/// <summary>A folder that rendered files are kept in, such as a GitOps repository. All changes are made, or none.</summary>
public sealed class RenderedFolder
{
    private readonly string _path;
    private readonly FolderManifest _made;

    private RenderedFolder(string path, FolderManifest made, IReadOnlyList<DeliverableFile> wanted, IReadOnlyList<Change> changes)
    {
        (_path, _made, Wanted, Changes) = (path, made, wanted, changes);
    }

    public IReadOnlyList<DeliverableFile> Wanted { get; }

    public IReadOnlyList<Change> Changes { get; }

    /// <summary>Looks at the files that are wanted and at those that Fairlead made; at nothing else.</summary>
    /// <exception cref="UnusableInputException">The folder or its manifest can't be used; nothing was changed.</exception>
    public static RenderedFolder Read(string path, IReadOnlyList<DeliverableFile> wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        try
        {
            if (File.Exists(path))
                throw new UnusableInputException($"{path} is a file. Name a folder.");
            var manifest = Path.Combine(path, FolderManifest.FileName);
            var made = !File.Exists(manifest) ? FolderManifest.Empty
                : FolderManifest.Parse(File.ReadAllText(manifest)) ?? throw new UnusableInputException($"{manifest} is not a list of files made by this Fairlead. Restore it, or remove it: then every file there counts as somebody else's.");
            var there = new Dictionary<string, string>();
            foreach (var name in wanted.Select(file => file.Name).Concat(made.Sums.Keys).Distinct())
            {
                var file = Path.Combine(path, name);
                if (Directory.Exists(file))
                    throw new UnusableInputException($"{file} is a folder where a file belongs. Move it away.");
                if (File.Exists(file))
                    there[name] = File.ReadAllText(file);
            }

            return new(path, made, wanted, FolderChanges.Between(wanted, there, made));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInputException($"{path} can't be read: {exception.Message}");
        }
    }

    /// <summary>Makes the changes. Files that are new or changed come first, under their names only when they are whole; then those that go; the manifest last.</summary>
    /// <exception cref="UnusableInputException">A step failed; the message says whether what was there before is there again.</exception>
    public void Apply()
    {
        var done = new Stack<Change>();
        try
        {
            foreach (var change in Changes.Where(change => change.IsStep).OrderBy(change => change.Kind == ChangeKind.Delete))
            {
                var file = Path.Combine(_path, change.Target);
                // Between the look and the step somebody may have written: then nothing of theirs is lost.
                if ((File.Exists(file) ? File.ReadAllText(file) : null) != change.Before)
                    throw new IOException($"{file} changed while Fairlead was working");
                done.Push(change);
                if (change.After is { } text)
                    Replace(file, text);
                else
                    File.Delete(file);
            }

            Replace(Path.Combine(_path, FolderManifest.FileName), FolderChanges.After(Wanted, Changes, _made).ToJson());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var left = PutBack(done);
            throw new UnusableInputException(left.Count == 0
                ? $"Nothing is changed in {_path}: {exception.Message}."
                : $"{exception.Message}. {string.Join(", ", left)} could not be put back as it was; everything else is as before.");
        }
    }

    /// <returns>What could not be put back.</returns>
    private List<string> PutBack(Stack<Change> done)
    {
        var left = new List<string>();
        foreach (var change in done)
        {
            var file = Path.Combine(_path, change.Target);
            try
            {
                if ((File.Exists(file) ? File.ReadAllText(file) : null) == change.Before)
                    continue;
                if (change.Before is { } text)
                    Replace(file, text);
                else
                    File.Delete(file);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                left.Add(file);
            }
        }

        return left;
    }

    private static void Replace(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var beside = Path.Combine(Path.GetDirectoryName(file)!, $".{Path.GetFileName(file)}.{Path.GetRandomFileName()}.partial");
        try
        {
            File.WriteAllText(beside, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            if (!OperatingSystem.IsWindows() && File.Exists(file))
                File.SetUnixFileMode(beside, File.GetUnixFileMode(file));
            File.Move(beside, file, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
