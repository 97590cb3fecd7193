using System.Diagnostics;
using Fairlead.Core.Sites.Text;

namespace Fairlead.SiteFiles;

/// <summary>Site files as they were at a git revision, through the git program.</summary>
public static class GitRevision
{
    /// <summary>The same files and folders as <paramref name="paths"/>, as the revision has them; files that it lacks are left out.</summary>
    /// <exception cref="SiteFileException">Git is missing, or knows no such revision.</exception>
    public static IReadOnlyList<SourceDocument> Read(IReadOnlyList<string> paths, string revision)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(revision);
        if (revision.StartsWith('-'))
            throw new SiteFileException($"{revision} is no git revision.");
        return [.. paths.SelectMany(path => ReadPath(path, revision))];
    }

    private static List<SourceDocument> ReadPath(string path, string revision)
    {
        var isFolder = Directory.Exists(path);
        var folder = isFolder ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        var commit = Git(folder, $"There is no file, folder or git revision {revision}", "rev-parse", "--verify", "--quiet", revision + "^{commit}").Trim();
        var listed = Git(folder, $"Git can't list {path} at {revision}", "ls-tree", "-r", "-z", "--name-only", commit, "--", isFolder ? "." : Path.GetFileName(path));
        var documents = new List<SourceDocument>();
        foreach (var name in listed.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(name => !isFolder || SiteFileReader.IsSiteFile(name)).Order(StringComparer.Ordinal))
        {
            var bytes = GitBytes(folder, $"Git can't show {name} at {revision}", "show", $"{commit}:./{name}");
            documents.AddRange(SiteFileReader.Parse(isFolder ? $"{Path.TrimEndingDirectorySeparator(path)}/{name}" : path, bytes));
        }

        return documents;
    }

    private static string Git(string folder, string failure, params string[] arguments) => System.Text.Encoding.UTF8.GetString(GitBytes(folder, failure, arguments));

    /// <param name="failure">What it means when git refuses; its own words follow.</param>
    private static byte[] GitBytes(string folder, string failure, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", folder, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var git = Process.Start(start)!;
            var errors = git.StandardError.ReadToEndAsync();
            using var output = new MemoryStream();
            git.StandardOutput.BaseStream.CopyTo(output);
            git.WaitForExit();
            if (git.ExitCode == 0)
                return output.ToArray();
            var said = errors.GetAwaiter().GetResult().Trim();
            throw new SiteFileException($"{failure}{(said.Length == 0 ? "" : $" (git: {said.Split('\n')[0]})")}.");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new SiteFileException($"{failure}: there is no git on this machine to ask.");
        }
    }
}
