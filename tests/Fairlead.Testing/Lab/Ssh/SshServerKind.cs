namespace Fairlead.Testing.Lab.Ssh;

/// <summary>What is particular about a machine that is reached by SSH.</summary>
public sealed record SshServerKind
{
    /// <summary>Options of a tmpfs for <see cref="SshServer.TemporaryFolderOf"/>, such as <c>size=1m</c>; only the server's sessions see what is in it.</summary>
    public string? Temporary { get; init; }

    /// <summary>Its <c>/etc/sudoers</c>; null: nobody may do anything.</summary>
    public string? Sudoers { get; init; }

    /// <summary>Scripts by name, found before all others on the sessions' PATH.</summary>
    public IReadOnlyDictionary<string, string> ProgramsFirst { get; init; } = new Dictionary<string, string>();

    /// <summary>Its sessions see a system of which a static BusyBox is all, as on a router or in a small container: no C library.</summary>
    public bool HasBusyBoxAlone { get; init; }
}
