using System.Text;
using Fairlead.Core.Checks.Merging;
using Fairlead.Core.Reports.Checks;

namespace Fairlead.Cli.Checks;

/// <summary>Every format of a matrix, by the name that <c>--format</c> takes beside <c>--merge</c>.</summary>
internal static class MatrixFormats
{
    private static readonly Dictionary<string, Action<CheckMatrix, Stream>> Writers = new()
    {
        ["text"] = (matrix, stream) => WriteText(MatrixReport.Text(matrix), stream),
        ["json"] = MatrixJson.Write,
        ["markdown"] = (matrix, stream) => WriteText(MatrixReport.Markdown(matrix), stream),
        ["html"] = MatrixReport.WriteHtml,
    };

    public static string[] Names => [.. Writers.Keys];

    public static void Write(string format, CheckMatrix matrix, Stream stream) => Writers[format](matrix, stream);

    private static void WriteText(string text, Stream stream) => stream.Write(Encoding.UTF8.GetBytes(text));
}
