using System.Buffers;
using System.Globalization;
using System.Text;

namespace Fairlead.Tests.Fuzzing;

/// <summary>Makes inputs from seeds: one run of the same seed number makes the same inputs for ever.</summary>
internal sealed class Mutator(Random random)
{
    private const int MostChanges = 4;
    private const int Largest = 24 * 1024;

    private static readonly string[] Addresses =
    [
        "0.0.0.0", "255.255.255.255", "0.0.0.0/0", "::/0", "::", "10.20.0.0/22", "10.20.0.1", "10.20.1.0-10.20.2.255", "0.0.0.0-255.255.255.255", "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "10.010.0.1", "10.1", "10.0.0.1/8", "10.0.0.9-10.0.0.1", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.256", "fe80::1%eth0", "::ffff:10.0.0.1", "[::1]:53", "2001:db8::/64", "2001:db8::1", "1:2:3:4:5:6:7:8", "1::2::3",
        "10.0.0.1-2001:db8::1", "10.0.0.0/32", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", "127.0.0.1", "169.254.0.0/16", "224.0.0.0/4", "10.0.0.0-", "-10.0.0.1", "/24", "٣.0.0.1", "10.96.0.0/12", "10.244.0.0/16", "fe80::1",
    ];

    private static readonly string[] Values =
    [
        "~", "null", "true", "[]", "{}", "\"\"", "''", "0", "-1", "1", "3", "5", "2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "1e9", ".nan", ".inf", "0x7F", "0o17", "1_000", "auto", "{auto: 1}", "{auto: 2147483647}",
        "dhcp", "static", "arp", "bgp", "l2", "kube-vip", "Standard_A4_v2", "aks-arc-vmware", "aks-azure-local", "kubernetes-vsphere", "8h", "1s", "36600d", "99999999999h", "2027-03-31", "0001-01-01", "9999-12-31", "Site", "Cluster", "fairlead.dev/v1",
        "FL4005", "FL2003", "FL0001", "madrid", "madrid/clusters/shop", "shop", "k8s-prod", "default", "*a", "&a b", "!!str x", "!x y", "|\n  a\n", ">-\n  b\n", "\"\\u0000\"", "\"\\ud83d\\ude80\"", "\"\\n\"", "🚀", "*.com", "http://[::1]:99999/", "https://proxy.contoso.com:3128", "localhost,127.0.0.1", "1.2.0", "1.30", "westeurope",
    ];

    private static readonly string[] Tokens =
    [
        "\n", "\r", "\r\n", "\t", " ", "  ", ": ", ":", "- ", "-", "? ", "[", "]", "{", "}", ",", "\"", "'", "#", " #", "&a ", "*a", "<<: *a", "|", ">", "%YAML 1.2\n", "%TAG ! x\n", "---\n", "...\n", "--- ", "!!map ", "!", "@", "`", "\\", "\\x", "\\u12", "\0", "\u0085", "\u2028", "\uFEFF", "\u007f", "é", "🚀", "=", "~", "//", "/*", "0", "00", ".", "/", "::",
    ];

    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdef.:-/");

    public Input Next()
    {
        var isGentle = random.Next(2) == 0;
        var seed = Pick(isGentle ? Seeds.Readable : Seeds.All);
        var text = Encoding.Latin1.GetString(seed.Bytes);
        var changes = random.Next(1, MostChanges + 1);
        for (var i = 0; i < changes; i++)
            text = isGentle ? ChangeGently(text) : Change(text);
        if (text.Length > Largest)
            text = text[..Largest];
        var name = random.Next(50) == 0 ? "other.json" : Path.ChangeExtension("input.yaml", Path.GetExtension(seed.Name));
        return new(name, Encoding.Latin1.GetBytes(text), random.Next(8) == 0 ? Pick(Seeds.Readable) : null);
    }

    /// <summary>The text is bytes as Latin-1, so that any byte can be changed; what is inserted is UTF-8.</summary>
    private string Change(string text) => random.Next(18) switch
    {
        0 => FlipByte(text),
        1 => text.Insert(At(text), ((char)random.Next(256)).ToString()),
        2 => text.Insert(At(text), Bytes(Pick(Tokens))),
        3 => Cut(text),
        4 => text[..At(text)],
        5 => OnLines(text, lines => lines.Insert(random.Next(lines.Count + 1), Pick(lines))),
        6 => OnLines(text, lines => lines.RemoveAt(random.Next(lines.Count))),
        7 => OnLines(text, SwapLines),
        8 => OnLines(text, lines => Reindent(lines, random.Next(lines.Count))),
        9 => SwapTokens(text),
        10 or 11 => ReplaceValue(text, Bytes(Pick(random.Next(2) == 0 ? Addresses : Values))),
        12 or 13 => ReplaceNumber(text),
        14 => Nest(text),
        15 => Repeat(text),
        16 => Splice(text, Encoding.Latin1.GetString(Pick(Seeds.All).Bytes)),
        _ => Anchor(text),
    };

    /// <summary>Changes after which a file is often still valid, so that the rules see numbers that nobody would write.</summary>
    private string ChangeGently(string text) => random.Next(12) switch
    {
        0 => OnLines(text, lines => lines.RemoveAt(random.Next(lines.Count))),
        1 => OnLines(text, SwapLines),
        2 => ReplaceValue(text, Bytes(Pick(Values))),
        3 => ReplaceAddress(text, Bytes(Pick(Addresses))),
        4 => text + "\n---\n" + Encoding.Latin1.GetString(Pick(Seeds.Readable).Bytes),
        _ => ReplaceNumber(text),
    };

    private string FlipByte(string text)
    {
        if (text.Length == 0)
            return text;
        var at = random.Next(text.Length);
        return $"{text[..at]}{(char)(text[at] ^ (1 << random.Next(8)))}{text[(at + 1)..]}";
    }

    private string Cut(string text)
    {
        var at = At(text);
        return text.Remove(at, Math.Min(random.Next(1, 40), text.Length - at));
    }

    private void SwapLines(List<string> lines)
    {
        var (a, b) = (random.Next(lines.Count), random.Next(lines.Count));
        (lines[a], lines[b]) = (lines[b], lines[a]);
    }

    private void Reindent(List<string> lines, int at) =>
        lines[at] = random.Next(3) switch
        {
            0 => new string(' ', random.Next(1, 5)) + lines[at],
            1 => "\t" + lines[at],
            _ => lines[at].TrimStart(' '),
        };

    private string SwapTokens(string text)
    {
        var tokens = text.Split(' ');
        var (a, b) = (random.Next(tokens.Length), random.Next(tokens.Length));
        (tokens[a], tokens[b]) = (tokens[b], tokens[a]);
        return string.Join(' ', tokens);
    }

    /// <summary>Puts something else between a colon and what ends its value.</summary>
    private string ReplaceValue(string text, string value)
    {
        var colon = text.IndexOf(": ", At(text), StringComparison.Ordinal);
        if (colon < 0)
            return text;
        var end = text.AsSpan(colon + 2).IndexOfAny("\n,}]");
        return text[..(colon + 2)] + value + (end < 0 ? "" : text[(colon + 2 + end)..]);
    }

    /// <summary>Puts another address where one stands, with its prefix length or range.</summary>
    private string ReplaceAddress(string text, string address)
    {
        var from = At(text);
        var point = text.AsSpan(from).IndexOf("10.", StringComparison.Ordinal);
        if (point < 0)
            return text;
        var start = from + point;
        var length = text.AsSpan(start).IndexOfAnyExcept(AddressCharacters);
        return text[..start] + (address.Contains(':', StringComparison.Ordinal) ? $"\"{address}\"" : address) + (length < 0 ? "" : text[(start + length)..]);
    }

    /// <summary>A number becomes a near or an extreme one; this reaches the rules, since the file stays valid.</summary>
    private string ReplaceNumber(string text)
    {
        var start = text.AsSpan(At(text)) is var rest ? text.Length - rest.Length + Math.Max(rest.IndexOfAnyInRange('0', '9'), 0) : 0;
        var end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        if (!int.TryParse(text[start..end], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return text;
        long changed = random.Next(5) switch { 0 => number + 1L, 1 => Math.Max(number - 1L, 0), 2 => 0, 3 => 255, _ => random.Next(256) };
        return text[..start] + changed.ToString(CultureInfo.InvariantCulture) + text[end..];
    }

    private string Nest(string text)
    {
        var depth = random.Next(4) == 0 ? random.Next(60, 200) : random.Next(1, 8);
        var (open, close) = random.Next(3) switch { 0 => ("[", "]"), 1 => ("{a: ", "}"), _ => ("- ", "") };
        return ReplaceValue(text, string.Concat(Enumerable.Repeat(open, depth)) + "x" + (random.Next(4) == 0 ? "" : string.Concat(Enumerable.Repeat(close, depth))));
    }

    private string Repeat(string text)
    {
        var at = At(text);
        var piece = text.Substring(at, Math.Min(random.Next(1, 60), text.Length - at));
        return text.Insert(at, string.Concat(Enumerable.Repeat(piece, random.Next(1, 30))));
    }

    private string Splice(string text, string other) => random.Next(3) switch
    {
        0 => text + "\n---\n" + other,
        1 => text[..At(text)] + other[At(other)..],
        _ => OnLines(text, lines => lines.Insert(random.Next(lines.Count + 1), Pick(other.Split('\n')))),
    };

    private string Anchor(string text) => ReplaceValue(ReplaceValue(text, random.Next(2) == 0 ? "&a [x, *a]" : "&a {b: c}"), "*a");

    private static string OnLines(string text, Action<List<string>> change)
    {
        List<string> lines = [.. text.Split('\n')];
        change(lines);
        return string.Join('\n', lines);
    }

    private int At(string text) => random.Next(text.Length + 1);

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private static string Bytes(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}

/// <param name="Beside">A sound file that is planned together with it, or null.</param>
internal sealed record Input(string Name, byte[] Bytes, Seed? Beside);
