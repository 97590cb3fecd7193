using System.Globalization;

namespace Fairlead.Cli.Output;

/// <summary>Writes a result whole or not at all: a file appears under its name only when it is complete.</summary>
internal static class ResultWriter
{
    /// <param name="file">Null: standard output.</param>
    public static void Write(Terminal terminal, string? file, Action<Stream> write)
    {
        if (file is null or "/dev/stdout")
        {
            WriteToOutput(terminal.Output, write);
            return;
        }

        try
        {
            if (IsDevice(file))
                WriteInto(file, write);
            else if (IsPipe(file))
                throw new OutputException($"{file} is a pipe, which can't be replaced by a whole file: leave --output out and write '> {file}'.");
            else
                Replace(BehindLinks(file), write);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"{file} can't be written: {ReasonOf(exception)}. What was there is unchanged.");
        }
    }

    /// <summary>Whether what is read from here, a file or standard input (<c>-</c>), can be replaced by a new file of the same name.</summary>
    public static bool IsReplaceable(string file) => file != "-" && !IsDevice(file) && !IsPipe(file);

    /// <summary>A device, or what a process has open (/dev/fd/63, /dev/stdin); shared memory is a folder of files.</summary>
    private static bool IsDevice(string file)
    {
        var path = Path.GetFullPath(file);
        return !OperatingSystem.IsWindows() && (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal))
            && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);
    }

    private static bool IsPipe(string file)
    {
        if (!File.Exists(file))
            return false;
        try
        {
            // Opened for both, so that nobody is waited for.
            using var opened = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return !opened.CanSeek;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // whatever it is, writing will say why not
        }
    }

    private static string BehindLinks(string file) =>
        new FileInfo(file) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : Path.GetFullPath(file);

    private static void WriteInto(string device, Action<Stream> write)
    {
        using var buffered = new MemoryStream();
        write(buffered);
        using var stream = new FileStream(device, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        buffered.WriteTo(stream);
    }

    /// <remarks>The name beside it is a new one each time: in a container every run has the same process number.</remarks>
    private static void Replace(string file, Action<Stream> write)
    {
        var beside = Path.Combine(Path.GetDirectoryName(file) ?? "", $".{Path.GetFileName(file)}.{Path.GetRandomFileName()}.partial");
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
                write(stream);
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

    /// <summary>In our own words: a published program has no texts for the platform's exceptions.</summary>
    private static string ReasonOf(Exception exception) => exception switch
    {
        DirectoryNotFoundException => "its folder does not exist; make it first",
        UnauthorizedAccessException => "it is a folder, or permission is denied",
        _ when IsFull(exception) => "no space is left there",
        _ => string.Create(CultureInfo.InvariantCulture, $"the system refused it (code {exception.HResult & 0xFFFF})"),
    };

    private static void WriteToOutput(Stream output, Action<Stream> write)
    {
        using var buffered = new MemoryStream();
        write(buffered);
        try
        {
            buffered.WriteTo(output);
            output.Flush();
        }
        catch (IOException exception) when (IsClosedPipe(exception))
        {
            // The reader has seen enough (fairlead plan … | head): that is no failure.
        }
        catch (UnauthorizedAccessException)
        {
            throw new OutputException("the result can't be written: standard output is closed.");
        }
        catch (IOException exception)
        {
            throw new OutputException($"the result can't be written: {ReasonOf(exception)}.");
        }
    }

    private static bool IsClosedPipe(IOException exception)
    {
        const int BrokenPipeUnix = 32;
        const int BrokenPipeWindows = unchecked((int)0x8007006D);
        return exception.HResult is BrokenPipeUnix or BrokenPipeWindows;
    }

    private static bool IsFull(Exception exception)
    {
        const int NoSpaceUnix = 28;
        const int DiskFullWindows = unchecked((int)0x80070070);
        return exception.HResult is NoSpaceUnix or DiskFullWindows;
    }
}
