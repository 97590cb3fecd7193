using System.Globalization;

namespace Fairlead.Core.Profiles;

/// <summary>Version of a resource bridge: one to four numbers with dots between them. Missing numbers are 0, so 1.2 equals 1.2.0; <c>default</c> is 0.0.0.</summary>
public readonly record struct BridgeVersion : IComparable<BridgeVersion>
{
    private readonly int major;
    private readonly int minor;
    private readonly int patch;
    private readonly int revision;

    private BridgeVersion(ReadOnlySpan<int> numbers) => (major, minor, patch, revision) = (numbers[0], numbers[1], numbers[2], numbers[3]);

    /// <summary>Refuses what is not digits and dots alone: signs, spaces, a leading "v", suffixes, numbers past <see cref="int.MaxValue"/>.</summary>
    public static bool TryParse(string? text, out BridgeVersion version)
    {
        version = default;
        var parts = (text ?? "").Split('.');
        Span<int> numbers = stackalloc int[4];
        if (parts.Length > numbers.Length)
            return false;
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                return false;
        }

        version = new BridgeVersion(numbers);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(BridgeVersion other) =>
        (major, minor, patch, revision).CompareTo((other.major, other.minor, other.patch, other.revision));

    /// <summary>Three numbers, or four where the last is not 0.</summary>
    public override string ToString() => revision == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{major}.{minor}.{patch}")
        : string.Create(CultureInfo.InvariantCulture, $"{major}.{minor}.{patch}.{revision}");

    public static bool operator <(BridgeVersion left, BridgeVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(BridgeVersion left, BridgeVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(BridgeVersion left, BridgeVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(BridgeVersion left, BridgeVersion right) => left.CompareTo(right) >= 0;

    /// <summary>For the versions in the data files.</summary>
    internal static BridgeVersion Parse(string text) =>
        TryParse(text, out var version) ? version : throw new FormatException($"'{text}' is not a version");
}
