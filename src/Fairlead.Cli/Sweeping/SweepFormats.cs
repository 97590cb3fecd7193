using System.Text;
using Fairlead.Cli.Output;
using Fairlead.Core.Reports.Sweeps;
using Fairlead.Core.Sweeps;

namespace Fairlead.Cli.Sweeping;

/// <summary>Every format of a sweep, by the name that <c>--format</c> takes.</summary>
internal static class SweepFormats
{
    private static readonly Dictionary<string, Action<SweepReport, Stream, ReportLook>> Writers = new()
    {
        ["text"] = SweepTextReport.Write,
        ["json"] = (report, stream, _) => SweepJson.Write(report, stream),
        ["csv"] = (report, stream, _) => stream.Write(Encoding.UTF8.GetBytes(SweepCsv.Write(report))),
    };

    public static string[] Names => [.. Writers.Keys];

    public static void Write(string format, SweepReport report, Stream stream, ReportLook look) => Writers[format](report, stream, look);
}
