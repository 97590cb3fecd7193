using Fairlead.Core.Deliverables;

namespace Fairlead.Cli.Checks;

/// <summary>How this program is installed: what to give a capability to, and what to copy so that it runs elsewhere.</summary>
/// <param name="Program">The executable itself, no link and no script; null when it is run by <c>dotnet</c>.</param>
/// <param name="Folder">Where all of its files lie; null when it is a single file.</param>
/// <param name="BringsRuntime">Whether it carries its own .NET.</param>
/// <param name="Command">The words, quoted for a shell, that start it.</param>
internal sealed record Installation(string? Program, string? Folder, bool BringsRuntime, IReadOnlyList<string> Command)
{
    private const string Name = "fairlead";

    /// <summary>Whether <c>./fairlead</c> made it: the next build is another file, without the capabilities of this one.</summary>
    public bool IsRebuilt => Program is not null && Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(Program))) == "cli-builds";

    public static Installation Here() => Of(Environment.ProcessPath ?? Name, AppContext.BaseDirectory);

    /// <param name="process">The executable that runs: this program, or <c>dotnet</c>.</param>
    /// <param name="folder">Where its assemblies lie, or where it lies itself when it is a single file.</param>
    internal static Installation Of(string process, string folder)
    {
        var assembly = Path.Combine(folder, Name + ".dll");
        var hasAssembly = File.Exists(assembly);
        var program = RealPath(process);
        if (hasAssembly && Path.GetFileNameWithoutExtension(program) != Name)
            return new(null, RealFolder(folder), false, [ShellText.Quoted(program), ShellText.Quoted(assembly)]);
        var bringsRuntime = !hasAssembly || File.Exists(Path.Combine(folder, "libcoreclr.so")) || File.Exists(Path.Combine(folder, "coreclr.dll"));
        return new(program, hasAssembly ? RealFolder(folder) : null, bringsRuntime, [ShellText.Quoted(program)]);
    }

    private static string RealFolder(string folder) => RealPath(Path.TrimEndingDirectorySeparator(folder));

    /// <summary>setcap takes no link; and a link may lie anywhere on the way (artifacts/cli).</summary>
    private static string RealPath(string path)
    {
        var full = Path.GetFullPath(path);
        if (Path.GetDirectoryName(full) is not { } parent)
            return full;
        var here = Path.Combine(RealPath(parent), Path.GetFileName(full));
        FileSystemInfo info = Directory.Exists(here) ? new DirectoryInfo(here) : new FileInfo(here);
        return info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? here;
    }
}
