using System.Formats.Tar;
using System.Text;
using Fairlead.Cli.Checks;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Cli.Vantages;

/// <summary>All that another machine gets, as one tar: this program, the site files, and what to run.</summary>
internal sealed class RemoteBundle : IDisposable
{
    private const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Neither in the future of a clock that is behind nor so old that tar finds it odd.</summary>
    private static readonly DateTimeOffset Age = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FileStream _tar;
    private readonly Dictionary<string, string> _localNames = [];

    private RemoteBundle(FileStream tar) => _tar = tar;

    public long Length => _tar.Length;

    /// <param name="options">Of <c>fairlead check</c>, without site files, format, output, capture and what names a local file.</param>
    /// <param name="files">Options that name local files, with these.</param>
    /// <exception cref="OutputException">A file can't be read, or there is no room for the bundle.</exception>
    public static RemoteBundle Make(Installation installation, IEnumerable<SourceFile> sources, IReadOnlyList<string> options, IReadOnlyList<(string Option, string File)> files, bool captures)
    {
        RemoteBundle? bundle = null;
        try
        {
            bundle = new RemoteBundle(OpenTemporary());
            bundle.Fill(installation, [.. sources], options, files, captures);
            return bundle;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            bundle?.Dispose();
            throw new OutputException($"what has to be sent can't be put together: {exception.Message.TrimEnd('.')}.");
        }
    }

    public async Task SendAsync(Stream to, CancellationToken ct)
    {
        _tar.Position = 0;
        await _tar.CopyToAsync(to, ct);
        await to.FlushAsync(ct);
    }

    /// <summary>A place in the files as they are named here.</summary>
    public SourceLocation LocationHere(SourceLocation there) => _localNames.TryGetValue(there.File, out var name) ? there with { File = name } : there;

    public void Dispose() => _tar.Dispose();

    /// <summary>For this user alone, and without a name from the beginning, so that nothing is left however this process ends.</summary>
    private static FileStream OpenTemporary()
    {
        var path = Path.Combine(Path.GetTempPath(), $".fairlead-{Guid.NewGuid():N}.tar");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, BufferSize = 1 << 16, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var tar = new FileStream(path, options);
        File.Delete(path);
        return tar;
    }

    private void Fill(Installation installation, IReadOnlyList<SourceFile> sources, IReadOnlyList<string> options, IReadOnlyList<(string Option, string File)> files, bool captures)
    {
        var arguments = new List<string> { "check" };
        using var tar = new TarWriter(_tar, TarEntryFormat.Ustar, leaveOpen: true);
        AddFolder(tar, "out");
        var program = AddProgram(tar, installation);
        for (var i = 0; i < sources.Count; i++)
        {
            // The extension decides how it is read; nothing else of the name has to leave this machine.
            var name = FormattableString.Invariant($"site/{i}{(sources[i].Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? ".json" : ".yaml")}");
            _localNames[name] = sources[i].Name;
            AddText(tar, name, sources[i].Text);
            arguments.Add(name);
        }

        arguments.AddRange(options);
        arguments.AddRange(["--format", "json", "--output", $"out/{RemoteScript.ReportFile}"]);
        foreach (var (option, file) in files)
        {
            var name = $"files/{option.TrimStart('-')}";
            AddFile(tar, name, file);
            arguments.AddRange([option, name]);
        }

        if (captures)
            arguments.AddRange(["--pcap", $"out/{RemoteScript.CaptureFile}"]);
        AddText(tar, "run", RemoteScript.Run(program, arguments));
    }

    /// <returns>How it is started there.</returns>
    private static string AddProgram(TarWriter tar, Installation installation)
    {
        if (installation.Folder is not { } folder)
        {
            AddFile(tar, "program/fairlead", installation.Program!);
            return "./program/fairlead";
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
            if (!name.StartsWith('.') && Path.GetExtension(name) is not (".pdb" or ".xml"))
                AddFile(tar, "program/" + name, file);
        }

        return installation.Program is null ? "dotnet ./program/fairlead.dll" : $"./program/{Path.GetFileName(installation.Program)}";
    }

    private static void AddFolder(TarWriter tar, string name) => tar.WriteEntry(new UstarTarEntry(TarEntryType.Directory, name) { Mode = ForOwner, ModificationTime = Age });

    private static void AddFile(TarWriter tar, string name, string path)
    {
        using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        Add(tar, name, content);
    }

    private static void AddText(TarWriter tar, string name, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        Add(tar, name, content);
    }

    private static void Add(TarWriter tar, string name, Stream content) =>
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { Mode = ForOwner, ModificationTime = Age, DataStream = content });
}
