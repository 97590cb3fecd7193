using System.Globalization;

namespace Fairlead.Cli.Output;

/// <summary>Writes a result whole or not at all: a file appears under its name only when it is complete.</summary>
internal static class ResultWriter
{
    /// <param name="file">Null: standard output.</param>
    public static void Write(Terminal terminal, string? file, Action<Stream> write)
    {
        if (file is null)
        {
            WriteToOutput(terminal.Output, write);
            return;
        }

        var directory = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var beside = Path.Combine(directory, $".{Path.GetFileName(file)}.{Environment.ProcessId}.partial");
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
                write(stream);
            File.Move(beside, file, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(beside))
                File.Delete(beside);
            throw new OutputException($"{file} can't be written: {ReasonOf(exception)}. What was there is unchanged.");
        }
    }

    /// <summary>In our own words: a published program has no texts for the platform's exceptions.</summary>
    private static string ReasonOf(Exception exception) => exception switch
    {
        DirectoryNotFoundException => "its folder does not exist; make it first",
        UnauthorizedAccessException => "it is a folder, or permission is denied",
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
}
