namespace Fairlead.Cli.Serving;

/// <summary>Where a ledger and its tokens are kept on this machine.</summary>
internal sealed record DataFolder(string Path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string LedgerFile => System.IO.Path.Combine(Path, "ledger.db");

    /// <summary>The folder named, or the user's own: <c>$XDG_STATE_HOME/fairlead</c>, or <c>~/.local/state/fairlead</c>.</summary>
    public static DataFolder Of(string? named) => new(System.IO.Path.GetFullPath(named ?? System.IO.Path.Combine(StateHome(), "fairlead")));

    /// <summary>Makes it, for its owner alone, where it is not there.</summary>
    /// <exception cref="OutputException">It can't be made.</exception>
    public DataFolder Prepare()
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(Path);
            else
                Directory.CreateDirectory(Path, OwnerOnly);
            return this;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"The data folder {Path} can't be made ({exception.Message}); name another with --data.");
        }
    }

    private static string StateHome() =>
        Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state && System.IO.Path.IsPathRooted(state)
            ? state
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
}
