using System.Buffers.Binary;
using System.Text;

namespace Fairlead.SystemTests.Durability;

/// <summary>Makes a killed process lose what it never synced, as a loss of power would: a library that it is started with keeps what stood before.</summary>
internal sealed class UnsyncedWrites
{
    private readonly string _journal;

    private UnsyncedWrites(string library, string journal)
    {
        (Library, _journal) = (library, journal);
        File.Delete(journal);
    }

    public string Library { get; }

    /// <summary>What to start the process with.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["LD_PRELOAD"] = Library, ["UNSYNCED_JOURNAL"] = _journal };

    public static async Task<UnsyncedWrites> BuildAsync(string folder, CancellationToken ct)
    {
        var library = Path.Combine(folder, "unsynced.so");
        var source = Path.Combine(AppContext.BaseDirectory, "Durability", "unsynced.c");
        await ServerProcess.RunAsync("gcc", ["-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o", library, source, "-ldl"], ct);
        return new UnsyncedWrites(library, Path.Combine(folder, "unsynced.journal"));
    }

    /// <summary>After the process was killed: takes back every write since the last sync of its file, the latest first.</summary>
    /// <returns>How many were lost.</returns>
    public int LosePower()
    {
        var pending = new List<Write>();
        var octets = File.ReadAllBytes(_journal).AsSpan();
        while (octets.Length > 33)
        {
            var kind = (char)octets[0];
            var head = octets[1..33];
            var (path, size, offset, length) = (Number(head, 0), Number(head, 1), Number(head, 2), Number(head, 3));
            if (octets.Length < 33 + path + length)
                break; // killed while it was written down, so before the write itself
            var name = Encoding.UTF8.GetString(octets.Slice(33, path));
            if (kind == 'S')
                pending.RemoveAll(write => write.Path == name);
            else
                pending.Add(new Write(name, size, offset, octets.Slice(33 + path, length).ToArray()));
            octets = octets[(33 + path + length)..];
        }

        foreach (var write in Enumerable.Reverse(pending).Where(write => File.Exists(write.Path)))
        {
            using var file = File.OpenHandle(write.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            RandomAccess.SetLength(file, write.Size);
            RandomAccess.Write(file, write.Old, write.Offset);
        }

        // Shared memory is no part of what a disk keeps.
        foreach (var memory in pending.Select(write => Path.GetDirectoryName(write.Path)!).Distinct().SelectMany(folder => Directory.GetFiles(folder, "*-shm")))
            File.Delete(memory);
        return pending.Count;

        static int Number(ReadOnlySpan<byte> head, int index) => checked((int)BinaryPrimitives.ReadUInt64LittleEndian(head[(8 * index)..]));
    }

    private sealed record Write(string Path, long Size, long Offset, byte[] Old);
}
