using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Fairlead.Connectors.Csv;

/// <summary>A sheet's file in memory, with the encoding it was found to have.</summary>
internal sealed class SheetBytes
{
    private const int Most = 64 * 1024 * 1024;

    private readonly byte[] _bytes;
    private readonly Encoding _encoding;

    private SheetBytes(byte[] bytes, Encoding encoding, string encodingName)
    {
        (_bytes, _encoding) = (bytes, encoding);
        EncodingName = encodingName;
    }

    public string EncodingName { get; }

    /// <exception cref="SheetException">It can't be read, or is no text.</exception>
    public static SheetBytes Read(string file) => Of(file, ReadAll(file));

    /// <param name="file">For messages.</param>
    /// <exception cref="SheetException">It is no text.</exception>
    public static SheetBytes Of(string file, byte[] bytes)
    {
        if (bytes.Length == 0)
            throw new SheetException($"{file} is empty.");
        RefuseOtherFormats(file, bytes);
        var (encoding, name) = EncodingOf(file, bytes);
        var sheet = new SheetBytes(bytes, encoding, name);
        sheet.RefuseBinary(file);
        return sheet;
    }

    public TextReader Open() => new StreamReader(new MemoryStream(_bytes, writable: false), _encoding, detectEncodingFromByteOrderMarks: true);

    private static byte[] ReadAll(string file)
    {
        if (Directory.Exists(file))
            throw new SheetException($"{file} is a folder; name one CSV file.");
        if (!File.Exists(file))
            throw new SheetException($"There is no file {file}.");
        try
        {
            using var stream = File.OpenRead(file);
            using var bytes = new MemoryStream();
            var buffer = new byte[81_920];
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                bytes.Write(buffer, 0, read);
                if (bytes.Length > Most)
                    throw new SheetException(string.Create(CultureInfo.InvariantCulture, $"{file} is larger than {Most / (1024 * 1024)} MiB; export only the rows that matter."));
            }

            return bytes.ToArray();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SheetException($"{file} can't be read: {exception.Message.TrimEnd('.')}.");
        }
    }

    private static void RefuseOtherFormats(string file, ReadOnlySpan<byte> bytes)
    {
        var format = bytes.StartsWith("PK\u0003\u0004"u8) ? "an Excel or LibreOffice workbook (or another ZIP file)"
            : bytes.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? "an old Excel workbook"
            : bytes.StartsWith("%PDF"u8) ? "a PDF"
            : null;
        if (format is not null)
            throw new SheetException($"{file} is {format}, not CSV; open it and save the sheet as 'CSV UTF-8'.");
    }

    private static (Encoding Encoding, string Name) EncodingOf(string file, ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            return Utf8.IsValid(bytes) ? (Encoding.UTF8, "UTF-8 with BOM") : throw new SheetException($"{file} begins as UTF-8 and is not UTF-8 all through; save it again as 'CSV UTF-8'.");
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return (Encoding.Unicode, "UTF-16");
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return (Encoding.BigEndianUnicode, "UTF-16, big endian");
        return Utf8.IsValid(bytes) ? (Encoding.UTF8, "UTF-8") : (CodePagesEncodingProvider.Instance.GetEncoding(1252)!, "Windows-1252");
    }

    /// <summary>Text has no control characters beside tabs and line ends (and the vertical tab that Excel puts into cells).</summary>
    private void RefuseBinary(string file)
    {
        using var reader = Open();
        var buffer = new char[16_384];
        var line = 1;
        for (int read; (read = reader.Read(buffer)) > 0;)
        {
            foreach (var c in buffer.AsSpan(0, read))
            {
                if (c == '\n')
                    line++;
                else if (char.IsControl(c) && c is not ('\t' or '\r' or '\v' or '\f' or '\u0085'))
                    throw new SheetException(string.Create(CultureInfo.InvariantCulture, $"{file}:{line}: this is no text (a character {(int)c:X4}, read as {EncodingName}); save the sheet as 'CSV UTF-8'."));
            }
        }
    }
}
