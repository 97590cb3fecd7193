using System.Globalization;
using Fairlead.Core.Deliverables;

namespace Fairlead.Cli.Vantages;

/// <summary>
/// What the other machine's shell does: say what it is, take the bundle, run it, send back what it wrote, and leave nothing. It needs sh, mktemp,
/// head and tar. One line without quotes or backslashes, since the login shell that reads it first may be any.
/// </summary>
internal static class RemoteScript
{
    public const string Greeting = "fairlead-vantage";
    public const string Go = "go\n";
    public const string ReportFile = "report.json";
    public const string CaptureFile = "capture.pcap";
    public const string CodeFile = "code";

    /// <summary>There is no place for a temporary folder.</summary>
    public const int NoFolder = 91;

    /// <summary>The bundle could not be unpacked.</summary>
    public const int NotUnpacked = 92;

    /// <summary>
    /// Standard input stays open while it runs: when it ends, whoever asked is gone, and so is the run. The traps remove the folder whatever ends it.
    /// The first argument says where the folder is to lie, when the environment does not.
    /// </summary>
    private const string Body =
        "umask 077; LC_ALL=C; export LC_ALL; " +
        "echo \"" + Greeting + " $(uname -s) $(uname -m) $(test -e {1} || echo " + RemoteNeeds.Lacking + " {1})\"; read -r go || exit 90; " +
        "d=$(mktemp -d \"${1:-${TMPDIR:-/tmp}}/fairlead.XXXXXXXX\") || exit 91; " +
        "clean() { cd /; rm -rf -- \"$d\"; }; trap clean EXIT; trap \"exit 129\" HUP INT TERM PIPE; cd \"$d\" || exit 91; " +
        "head -c {0} | tar -xf - || exit 92; exec 3<&0; " +
        "sh ./run </dev/null >/dev/null & p=$!; " +
        "( while read -r x; do :; done <&3; kill -TERM \"$p\"; sleep 10; kill -KILL \"$p\" ) >/dev/null 2>&1 & w=$!; " +
        "wait \"$p\"; c=$?; kill \"$w\" 2>/dev/null; " +
        "echo \"$c\" >out/code; tar -cf - -C out .; exit 0";

    /// <param name="length">Octets of the bundle.</param>
    /// <param name="asRoot">Through sudo, which must not ask for a password.</param>
    public static string Command(long length, RemoteNeeds needs, bool asRoot)
    {
        var body = Body
            .Replace("{0}", length.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{1}", needs.Loader ?? "/", StringComparison.Ordinal);
        // sudo forgets TMPDIR, as it should, so the place of the folder goes along as an argument.
        return asRoot ? $"exec sh -c 'exec sudo -n sh -c \"$0\" sh \"${{TMPDIR:-/tmp}}\"' '{body}'" : $"exec sh -c '{body}'";
    }

    /// <summary>The file <c>run</c> of the bundle. What .NET writes beside its work stays in the folder too.</summary>
    /// <param name="program">Relative to the folder.</param>
    public static string Run(string program, IEnumerable<string> arguments) =>
        $"TMPDIR=$PWD DOTNET_EnableDiagnostics=0 DOTNET_CLI_TELEMETRY_OPTOUT=1\nexport TMPDIR DOTNET_EnableDiagnostics DOTNET_CLI_TELEMETRY_OPTOUT\nexec {program} {string.Join(' ', arguments.Select(ShellText.Quoted))}\n";
}
