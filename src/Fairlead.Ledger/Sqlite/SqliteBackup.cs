using Fairlead.Core.Diagnostics;

namespace Fairlead.Ledger.Sqlite;

/// <summary>A file that appears under its name only when it is whole and on disk, and never in place of another.</summary>
internal static class SqliteBackup
{
    /// <param name="write">Writes a file that is not there yet.</param>
    /// <exception cref="UnusableInputException">There is something of that name, or no such folder.</exception>
    /// <exception cref="LedgerUnavailableException">It can't be written.</exception>
    public static async Task WriteAsync(string file, Func<string, Task> write)
    {
        var path = Path.GetFullPath(file);
        if (Path.Exists(path)) throw new UnusableInputException($"The backup {file} is not written: there is something of that name, and nothing is written over it.");
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder)) throw new UnusableInputException($"The backup {file} is not written: there is no folder {folder}.");
        // In the same folder, so that it can be renamed.
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.part");
        try
        {
            DurableFile.Create(temporary);
            await write(temporary).ConfigureAwait(false);
            DurableFile.Publish(temporary, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LedgerUnavailableException($"The backup {file} can't be written: {e.Message}", e);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
