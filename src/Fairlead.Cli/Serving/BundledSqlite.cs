using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Fairlead.Cli.Serving;

/// <summary>
/// SQLite's own library, where the program is one file: it travels inside as a resource. On Linux it is loaded from memory, so nothing is written and a
/// read-only system will do; elsewhere from a file that is written once for each user.
/// </summary>
internal static partial class BundledSqlite
{
    /// <summary>As SQLitePCL asks for it, and as the resource is called (Fairlead.Cli.csproj).</summary>
    private const string Name = "e_sqlite3";

    private const uint CloseOnExec = 1;

    private static readonly Lazy<nint> Library = new(Load);
    private static readonly Lock Once = new();
    private static bool _isSet;

    /// <summary>Before the first use of SQLite. Does nothing where the library stands beside the program.</summary>
    public static void Use()
    {
        lock (Once)
        {
            if (_isSet || Assembly.GetExecutingAssembly().GetManifestResourceInfo(Name) is null)
                return;
            NativeLibrary.SetDllImportResolver(typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly, static (name, _, _) => name == Name ? Library.Value : 0);
            _isSet = true;
        }
    }

    private static nint Load()
    {
        using var content = Assembly.GetExecutingAssembly().GetManifestResourceStream(Name)!;
        return OperatingSystem.IsLinux() && TryLoadFromMemory(content, out var library) ? library : LoadFromFile(content);
    }

    private static bool TryLoadFromMemory(Stream content, out nint library)
    {
        library = 0;
        using var memory = new SafeFileHandle(MemoryFile(Name, CloseOnExec), ownsHandle: true);
        if (memory.IsInvalid)
            return false;
        using var file = new FileStream(memory, FileAccess.Write);
        content.CopyTo(file);
        file.Flush();
        // A kernel that lets nothing in memory be executed (vm.memfd_noexec) refuses here.
        return NativeLibrary.TryLoad(FormattableString.Invariant($"/proc/self/fd/{memory.DangerousGetHandle()}"), out library);
    }

    private static nint LoadFromFile(Stream content)
    {
        content.Position = 0;
        var folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "fairlead", ThisVersion);
        var path = Path.Combine(folder, OperatingSystem.IsWindows() ? $"{Name}.dll" : $"lib{Name}");
        if (!File.Exists(path) || new FileInfo(path).Length != content.Length)
        {
            Directory.CreateDirectory(folder);
            var beside = Path.Combine(folder, Path.GetRandomFileName());
            using (var file = File.Create(beside))
                content.CopyTo(file);
            File.Move(beside, path, overwrite: true);
        }

        return NativeLibrary.Load(path);
    }

    private static string ThisVersion => Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>memfd_create(2).</summary>
    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial nint MemoryFile(string name, uint flags);
}
