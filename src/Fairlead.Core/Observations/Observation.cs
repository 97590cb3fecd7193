namespace Fairlead.Core.Observations;

/// <summary>What one source held at one moment. Whatever it can't say is empty.</summary>
public sealed record Observation
{
    public required ObservedSource Source { get; init; }

    /// <summary>When it was read.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>How old what was read is: for a file, when it was last written; null where the source answers for the present.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>The address space that its addresses belong to, as whoever named the source said; null: that of whatever it is held against.</summary>
    public string? AddressSpace { get; init; }

    /// <summary>What a DHCP server may hand out, by subnet, in the order of its configuration.</summary>
    public IReadOnlyList<ServedSubnet> Subnets { get; init; } = [];

    public LeaseTable Leases { get; init; } = LeaseTable.Empty;

    /// <summary>Whether the source knows leases at all: a configuration alone does not.</summary>
    public bool HasLeases { get; init; }

    /// <summary>Port groups and segments of vSphere.</summary>
    public IReadOnlyList<ObservedNetwork> Networks { get; init; } = [];

    /// <summary>ESXi hosts.</summary>
    public IReadOnlyList<ObservedHost> Hosts { get; init; } = [];

    /// <summary>VMs and templates.</summary>
    public IReadOnlyList<ObservedMachine> Machines { get; init; } = [];

    /// <summary>Rows of an address book: NetBox, a spreadsheet.</summary>
    public IReadOnlyList<ObservedEntry> Entries { get; init; } = [];

    /// <summary>What a template declares; null where the source is none.</summary>
    public DeclaredSite? Declared { get; init; }

    /// <summary>What stands in the source and was not understood, or not followed: said, never guessed.</summary>
    public IReadOnlyList<ObservationNote> Notes { get; init; } = [];

    public DateTimeOffset AsOf => WrittenAt ?? ReadAt;
}

/// <param name="Where">File and line, or the path of the value in an answer.</param>
public sealed record ObservationNote(string Where, string Message);

/// <summary>What asking a source led to.</summary>
public abstract record ObservationOutcome
{
    private ObservationOutcome(ObservedSource source) => Source = source;

    public ObservedSource Source { get; }

    public sealed record Seen(Observation Observation) : ObservationOutcome(Observation.Source);

    /// <param name="Message">A sentence that names the source's place and what is wrong.</param>
    /// <param name="Hint">What to do about it.</param>
    public sealed record Failed(ObservedSource From, FailureReason Reason, string Message, string Hint, DateTimeOffset At) : ObservationOutcome(From);
}

/// <summary>Why a source could not be read.</summary>
public enum FailureReason : byte
{
    /// <summary>There is no such file, object or path.</summary>
    NotFound,

    /// <summary>The file or the operation is not allowed to this user.</summary>
    NotPermitted,

    /// <summary>User, password or token were not accepted, or none was given.</summary>
    NotAuthenticated,

    /// <summary>Nothing answers at the address.</summary>
    Unreachable,

    BadCertificate,

    TimedOut,

    /// <summary>What came can't be read as what it should be.</summary>
    Malformed,

    /// <summary>More than the limits allow.</summary>
    TooLarge,

    /// <summary>The source itself says that it can't answer.</summary>
    Refused,
}
