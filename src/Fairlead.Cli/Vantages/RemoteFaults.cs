using Fairlead.Core.Reports;

namespace Fairlead.Cli.Vantages;

/// <summary>From what ssh or the other machine said to what is wrong and what mends it: pure, so that every case can be a row of a table.</summary>
internal static class RemoteFaults
{
    private const int OfSsh = 255;

    /// <summary>A fault before the other machine said a word.</summary>
    /// <param name="errors">What came on standard error.</param>
    public static string OfConnection(SshTarget target, int code, string errors, bool asRoot)
    {
        if (Has("REMOTE HOST IDENTIFICATION HAS CHANGED"))
            return $"the host key of {target.Host} is not the one that is known: find out why before you remove the old one (ssh-keygen -R {target.Host}).";
        if (Has("Host key verification failed"))
            return $"the host key of {target.Host} is not known here: connect once by hand (ssh {Destination(target)}) and compare it.";
        if (Has("Permission denied"))
            return $"{target} lets nobody in with the keys at hand: add one to the agent or to your SSH configuration; passwords are never asked for.";
        if (Has("Could not resolve hostname"))
            return $"the name {target.Host} can't be resolved.";
        if (Has("Connection refused"))
            return $"{target.Host} refuses connections at port {target.Port ?? 22}: see that sshd runs there, or name its port.";
        if (Has("timed out") || Has("No route to host") || Has("Network is unreachable"))
            return $"{target.Host} can't be reached: {Last(errors)}.";
        if (asRoot && Has("sudo: not found"))
            return $"there is no sudo on {target.Host}: install it there, or log in as a user that may send raw packets.";
        if (asRoot && (Has("sudo:") || Has("Sorry, user")))
            return $"sudo on {target.Host} does not run a shell without asking ({Last(errors)}): allow it there (NOPASSWD), or log in as a user that may send raw packets.";
        return code == OfSsh
            ? $"ssh could not connect to {target}: {Last(errors)}."
            : $"{target} did not answer as a shell does (exit code {code}): {Last(errors)}.";

        bool Has(string words) => errors.Contains(words, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>No word came, neither good nor bad.</summary>
    public static string OfSilence(SshTarget target, string errors) => FormattableString.Invariant(
        $"{target} did not greet for {SshConnection.Patience.TotalSeconds:0} s (ssh, or what its login shell starts, hangs): try ssh {Destination(target)} true by hand.{(errors.Length > 0 ? $" The last it said: {Last(errors)}." : "")}");

    /// <summary>Why this program can't run there; null when it can.</summary>
    /// <param name="system">What that machine says of itself: as <see cref="RemoteNeeds.System"/> has it, and what it lacks.</param>
    public static string? OfSystem(SshTarget target, string system, RemoteNeeds needs)
    {
        if (system == needs.System)
            return null;
        var lacking = $" {RemoteNeeds.Lacking} {needs.Loader}";
        return system == needs.System + lacking
            ? $"{target.Host} has no {needs.Loader}: its C library is another one (musl?) or of another word size than this fairlead was built for. Run it from a machine like that one, or install fairlead there."
            : $"{target.Host} is {VisibleText.Of(system.Replace(lacking, "", StringComparison.Ordinal))}, and this fairlead is built for {needs.System}: run it from a machine like that one, or install fairlead there.";
    }

    /// <summary>A run that sent no report back.</summary>
    /// <param name="program">The exit code of the program itself; null when it did not come so far.</param>
    public static string OfRun(SshTarget target, int code, int? program, string errors)
    {
        if (code == RemoteScript.NoFolder)
            return $"there is no place for a temporary folder on {target.Host}: {Last(errors)}.";
        if (errors.Contains("No space left", StringComparison.OrdinalIgnoreCase) || errors.Contains("Disk quota", StringComparison.OrdinalIgnoreCase))
            return $"{target.Host} has no room for the program: free some in its /tmp, or set TMPDIR there.";
        if (code == RemoteScript.NotUnpacked)
            return $"{target.Host} could not unpack what was sent (it needs tar and head): {Last(errors)}.";
        if (errors.Contains("version `GLIBC", StringComparison.Ordinal))
            return $"the C library of {target.Host} is too old for .NET 10, which needs glibc 2.27: {Last(errors)}.";
        return program switch
        {
            126 => $"{target.Host} does not let programs run from its temporary folder (noexec?): set TMPDIR there to one that does.",
            127 when errors.Contains("shared libraries", StringComparison.Ordinal) => $"{target.Host} lacks a library that every .NET program needs (libstdc++ and libgcc_s): install it there. {Last(errors)}.",
            127 => $"the program can't be started on {target.Host}, as happens on systems without glibc: {Last(errors)}.",
            // hostfxr's codes: no runtime, no fitting runtime.
            131 or 150 => $"{target.Host} has no .NET 10, and this build of fairlead does not bring its own: use ./fairlead or an installed one (./publish), or install .NET there.",
            137 or 143 => $"the check on {target.Host} was killed before it ended.",
            null when code == OfSsh => $"the connection to {target.Host} broke before the check ended; what was there is removed as soon as that machine notices. {Last(errors)}.",
            null => $"the check on {target.Host} ended without a report (exit code {code}): {Last(errors)}.",
            { } other => $"the check on {target.Host} did not come to an end (exit code {other}); what it said stands above.",
        };
    }

    private static string Destination(SshTarget target) =>
        $"{(target.Port is { } port ? $"-p {port} " : "")}{(target.User is { } user ? user + "@" : "")}{target.Host}";

    private static string Last(string errors)
    {
        var line = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
        return line is null ? "it said nothing" : VisibleText.Of(line).TrimEnd('.');
    }
}
