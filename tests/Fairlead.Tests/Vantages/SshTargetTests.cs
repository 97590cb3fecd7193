using Fairlead.Cli.Vantages;
using Xunit;

namespace Fairlead.Tests.Vantages;

public sealed class SshTargetTests
{
    [Theory]
    [InlineData("ssh://jump", null, "jump", null)]
    [InlineData("ssh://ops@jump.contoso.com", "ops", "jump.contoso.com", null)]
    [InlineData("ssh://root@10.20.0.9:2222", "root", "10.20.0.9", 2222)]
    [InlineData("ssh://root@[2001:db8::9]:22", "root", "2001:db8::9", 22)]
    [InlineData(@"ssh://CONTOSO\ops@jump", @"CONTOSO\ops", "jump", null)]
    public void Reads_who_where_and_which_port(string text, string? user, string host, int? port)
    {
        Assert.True(SshTarget.TryParse(text, out var target));
        Assert.Equal(new(user, host, port), target);
        Assert.Equal(text, target.ToString());
    }

    [Theory]
    [InlineData("jump")]
    [InlineData("ssh://")]
    [InlineData("ssh://-oProxyCommand=reboot")]
    [InlineData("ssh://-l@jump")]
    [InlineData("ssh://ops:secret@jump")]
    [InlineData("ssh://ops@jump:0")]
    [InlineData("ssh://ops@jump:70000")]
    [InlineData("ssh://ops@jump/path")]
    [InlineData("ssh://ops@jump;reboot")]
    [InlineData("ssh://ops@jump\n")]
    [InlineData("https://jump")]
    public void Refuses_what_ssh_could_misread(string text)
    {
        Assert.False(SshTarget.TryParse(text, out _));
        var run = Run.Of("check", "site.yaml", "--via", text);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--via takes ssh://user@host", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Sudo_there_needs_a_there()
    {
        var run = Run.Of("check", "site.yaml", "--via-sudo");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--via-sudo goes with --via", run.Error, StringComparison.Ordinal);
    }

    /// <summary>csh, fish and every sh have to read it as one word.</summary>
    [Fact]
    public void The_script_holds_nothing_that_a_login_shell_reads_in_its_own_way()
    {
        Assert.Matches("^exec sh -c '[^'\\\\\\n]*'$", RemoteScript.Command(1234, Needs, asRoot: false));
        Assert.Matches("^exec sh -c 'exec sudo -n sh -c [^'\\\\\\n]*' '[^'\\\\\\n]*'$", RemoteScript.Command(1, Needs, asRoot: true));
        Assert.Contains("head -c 1234 |", RemoteScript.Command(1234, Needs, asRoot: false), StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_reach_the_program_as_they_are() =>
        Assert.EndsWith(@"exec ./program/fairlead check 'a b' 'it'\''s' '$HOME'" + "\n", RemoteScript.Run("./program/fairlead", ["check", "a b", "it's", "$HOME"]), StringComparison.Ordinal);

    [Theory]
    [InlineData(255, "Host key verification failed.", "is not known here: connect once by hand (ssh -p 2222 ops@jump)")]
    [InlineData(255, "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.", "is not the one that is known")]
    [InlineData(255, "ops@jump: Permission denied (publickey).", "passwords are never asked for")]
    [InlineData(255, "ssh: Could not resolve hostname jump: Name or service not known", "can't be resolved")]
    [InlineData(255, "ssh: connect to host jump port 2222: Connection refused", "refuses connections at port 2222")]
    [InlineData(255, "ssh: connect to host jump port 2222: Connection timed out", "can't be reached")]
    [InlineData(1, "sudo: a password is required", "does not run a shell without asking (sudo: a password is required)")]
    [InlineData(1, "Sorry, user ops is not allowed to execute '/usr/bin/sh' as root on jump.", "does not run a shell without asking (Sorry, user ops")]
    [InlineData(127, "sh: 1: exec: sudo: not found", "there is no sudo on jump")]
    [InlineData(1, "This account is currently not available.", "did not answer as a shell does (exit code 1): This account is currently not available.")]
    [InlineData(255, "", "ssh could not connect to ssh://ops@jump:2222: it said nothing.")]
    public void A_connection_that_fails_says_what_mends_it(int code, string errors, string expected) =>
        Assert.Contains(expected, RemoteFaults.OfConnection(Jump, code, errors, asRoot: code is 1 or 127), StringComparison.Ordinal);

    [Fact]
    public void A_connection_that_hangs_is_said_to_hang()
    {
        const string Hangs = "ssh://ops@jump:2222 did not greet for 60 s (ssh, or what its login shell starts, hangs): try ssh -p 2222 ops@jump true by hand.";
        Assert.Equal(Hangs, RemoteFaults.OfSilence(Jump, ""));
        Assert.Equal($"{Hangs} The last it said: Welcome.", RemoteFaults.OfSilence(Jump, "Hello\nWelcome.\n"));
    }

    [Theory]
    [InlineData("Linux x86_64", null)]
    [InlineData("Linux aarch64", "built for Linux x86_64")]
    [InlineData("FreeBSD amd64", "jump is FreeBSD amd64")]
    [InlineData("Linux x86_64 without /lib64/ld-linux-x86-64.so.2", "jump has no /lib64/ld-linux-x86-64.so.2")]
    [InlineData("Linux aarch64 without /lib64/ld-linux-x86-64.so.2", "jump is Linux aarch64, and this fairlead is built for Linux x86_64")]
    public void Another_kind_of_machine_is_named_before_anything_is_sent(string system, string? expected)
    {
        var fault = RemoteFaults.OfSystem(Jump, system, Needs);
        Assert.Equal(expected is null, fault is null);
        Assert.Contains(expected ?? "", fault ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(91, null, "mktemp: failed to create directory", "no place for a temporary folder")]
    [InlineData(92, null, "tar: program/x: Cannot write: No space left on device", "has no room for the program")]
    [InlineData(92, null, "sh: tar: not found", "needs tar and head")]
    [InlineData(0, 126, "Permission denied", "noexec")]
    [InlineData(0, 127, "./program/fairlead: not found", "without glibc")]
    [InlineData(0, 127, "./program/fairlead: error while loading shared libraries: libstdc++.so.6: cannot open shared object file", "lacks a library")]
    [InlineData(0, 1, "./program/fairlead: /lib64/libc.so.6: version `GLIBC_2.27' not found (required by ./program/fairlead)", "too old")]
    [InlineData(0, 150, "You must install or update .NET to run this application.", "has no .NET 10")]
    [InlineData(0, 143, "", "was killed before it ended")]
    [InlineData(255, null, "client_loop: send disconnect: Broken pipe", "broke before the check ended")]
    [InlineData(0, 2, "fairlead: there is no interface 'eth9'", "what it said stands above")]
    public void A_run_that_ends_without_a_report_says_why(int code, int? program, string errors, string expected) =>
        Assert.Contains(expected, RemoteFaults.OfRun(Jump, code, program, errors), StringComparison.Ordinal);

    private static RemoteNeeds Needs => new("Linux x86_64", "/lib64/ld-linux-x86-64.so.2");

    private static SshTarget Jump => new("ops", "jump", 2222);
}
