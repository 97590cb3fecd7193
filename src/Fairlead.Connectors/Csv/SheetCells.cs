using System.Globalization;
using System.Text.RegularExpressions;
using Fairlead.Core.Addressing;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Connectors.Csv;

/// <summary>What people write into cells, and what it means; anything else is refused with the reason, never guessed.</summary>
internal static partial class SheetCells
{
    private static readonly string[] Nothing = ["-", "--", "–", "—", "/", "./.", "n/a", "na", "none", "tbd", "?", "keine", "kein", "nicht vergeben", "ninguno", "ninguna"];
    private static readonly string[] Yes = ["yes", "y", "ja", "j", "si", "sí", "x", "true", "on", "dhcp"];
    private static readonly string[] No = ["no", "n", "nein", "false", "off", "static", "statisch", "fix", "estatico", "estático"];

    /// <summary>Without the white space that spreadsheets leave around; a cell that says "nothing" is empty.</summary>
    public static string Clean(string cell)
    {
        var text = cell.Trim([' ', '\t', '\r', '\n', '\v', '\f', '\u00A0', '\u2007', '\u202F', '\u200B', '\uFEFF', '\u0085']);
        return Nothing.Contains(text.ToLowerInvariant()) ? "" : text;
    }

    /// <summary>Null: neither.</summary>
    public static bool? YesOrNo(string text) => text.ToLowerInvariant() is var word && Yes.Contains(word) ? true : No.Contains(word) ? false : null;

    public static IpAddr Address(string text) => IpAddr.TryParse(text, out var address, out var error) ? address : throw Refuse(text, error);

    /// <summary>One or several, however they are separated.</summary>
    public static IEnumerable<IpAddr> Addresses(string text) => Words(text).Select(Address);

    public static IpPrefix Prefix(string text, string mask)
    {
        var squeezed = SlashWithSpaces().Replace(text, "/");
        var parts = squeezed.Split((char[])[' ', '\u00A0', '\t'], 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length == 2 && mask.Length == 0)
            (squeezed, mask) = (parts[0], parts[1]);
        if (!squeezed.Contains('/', StringComparison.Ordinal))
        {
            var network = Address(squeezed);
            if (mask.Length == 0)
                throw new SheetCellException($"'{Excerpt.Of(text)}' has no mask: write it with its length ({squeezed}/24), or add a column with the mask");
            squeezed = string.Create(CultureInfo.InvariantCulture, $"{network}/{MaskLength(mask)}");
        }
        else if (mask.Length > 0 && squeezed.Split('/')[1] != MaskLength(mask).ToString(CultureInfo.InvariantCulture))
        {
            throw new SheetCellException($"the subnet '{Excerpt.Of(text)}' and the mask '{Excerpt.Of(mask)}' disagree");
        }

        var slash = squeezed.IndexOf('/', StringComparison.Ordinal);
        if (squeezed.AsSpan(slash + 1).Contains('.'))
            squeezed = string.Create(CultureInfo.InvariantCulture, $"{squeezed[..slash]}/{MaskLength(squeezed[(slash + 1)..])}");
        return IpPrefix.TryParse(squeezed, out var prefix, out var error) ? prefix : throw Refuse(squeezed, error);
    }

    /// <summary>As in the site file, with white space and dashes of all kinds, and <c>10.20.1.10-50</c> for .10 to .50.</summary>
    public static IEnumerable<IpRange> Ranges(string text) => text
        .Split([',', ';', '\n', '|'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(Range);

    public static IpRange Range(string first, string last) => Range($"{first}-{last}");

    public static int Vlan(string text)
    {
        const int Most = 4094;
        var match = VlanText().Match(text);
        return match.Success && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id <= Most
            ? id
            : throw new SheetCellException($"the VLAN '{Excerpt.Of(text)}' is not a number from 0 to {Most}");
    }

    /// <summary>As the site file has durations: 8h for <c>8 hours</c>, <c>8 Std.</c> or <c>8 horas</c>.</summary>
    public static string LeaseTime(string text)
    {
        var match = DurationText().Match(text);
        if (match.Success)
        {
            var unit = char.ToLowerInvariant(match.Groups[2].Value[0]) switch { 's' when !match.Groups[2].Value.StartsWith("st", StringComparison.OrdinalIgnoreCase) => 's', 's' => 'h', 't' => 'd', 'h' => 'h', 'm' => 'm', _ => 'd' };
            var written = match.Groups[1].Value + unit;
            if (Duration.TryParse(written, out _))
                return written;
        }

        throw new SheetCellException($"the lease time '{Excerpt.Of(text)}' is not understood: write 8h, 30m or 2d");
    }

    /// <summary>Names, however they are separated.</summary>
    public static string[] Names(string text) => text.Split([',', ';', '\n', '|'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Words of a cell: separated by white space, commas and the like, or by a slash before another address.</summary>
    public static string[] Words(string text) => Separators().Split(text).Where(word => word.Length > 0).ToArray();

    private static IpRange Range(string text)
    {
        var range = Dash().Replace(text, "-");
        var dash = range.IndexOf('-', StringComparison.Ordinal);
        var dot = range.LastIndexOf('.', dash < 0 ? 0 : dash);
        if (dash > 0 && dot > 0 && range.Length - dash is > 1 and <= 4 && range.AsSpan(dash + 1).IndexOfAnyExceptInRange('0', '9') < 0)
            range = $"{range[..(dash + 1)]}{range[..(dot + 1)]}{range[(dash + 1)..]}"; // only the last part of the second address is written
        return IpRange.TryParse(range, out var parsed, out var error) ? parsed : throw Refuse(text, error);
    }

    private static int MaskLength(string mask)
    {
        var text = mask.TrimStart('/').Trim();
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= 128)
            return length;
        if (!IpAddr.TryParse(text, out var address, out _) || !address.IsV4)
            throw new SheetCellException($"the mask '{Excerpt.Of(mask)}' is not one: write 255.255.255.0, /24 or 24");
        var bits = (uint)address.Bits;
        var ones = System.Numerics.BitOperations.LeadingZeroCount(~bits);
        return ones == 32 || bits << ones == 0 ? ones : throw new SheetCellException($"the mask '{Excerpt.Of(mask)}' has holes");
    }

    private static SheetCellException Refuse(string text, AddressError error)
    {
        if (DateText().IsMatch(text))
            return new($"'{Excerpt.Of(text)}' looks like a date that a spreadsheet made of an address: format the column as text and type the address again");
        if (NumberText().IsMatch(text))
            return new($"'{Excerpt.Of(text)}' is a number, not an address: a spreadsheet took the dots away; format the column as text and type the address again");
        return new(error.ToString());
    }

    [GeneratedRegex(@"^(\d{1,2}[\s.\-/]*[A-Za-zÄäé]{3,9}\.?[\s.\-/]*(\d{2}|\d{4})?|\d{4}-\d{2}-\d{2}([ T].*)?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|[A-Za-zÄäé]{3,9}[\s.\-/]+\d{2,4})$")]
    private static partial Regex DateText();

    [GeneratedRegex(@"^[+-]?(\d+|\d+[.,]\d+|\d{1,3}(,\d{3})+)([eE][+-]?\d+)?$")]
    private static partial Regex NumberText();

    [GeneratedRegex(@"\s*/\s*")]
    private static partial Regex SlashWithSpaces();

    [GeneratedRegex(@"\s*[-–—−‐‑]+\s*|\s+(?:to|bis|a|al|hasta)\s+|\s*\.\.+\s*", RegexOptions.IgnoreCase)]
    private static partial Regex Dash();

    [GeneratedRegex(@"^(?:vlan)?[\s#:_-]*(\d{1,5})$", RegexOptions.IgnoreCase)]
    private static partial Regex VlanText();

    [GeneratedRegex(@"^(\d{1,9})\s*(s|sec|secs|seconds?|segundos?|sekunden?|m|min|mins|minutes?|minuten?|minutos?|h|hr|hrs|hours?|std\.?|stunden?|horas?|d|days?|tage?|d[ií]as?)$", RegexOptions.IgnoreCase)]
    private static partial Regex DurationText();

    [GeneratedRegex(@"[\s,;|]+|/(?=\s*\d+\.\d)")]
    private static partial Regex Separators();
}
