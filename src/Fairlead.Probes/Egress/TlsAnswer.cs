using System.Globalization;
using System.Text;

namespace Fairlead.Probes.Egress;

/// <summary>How the greeting of TLS ended.</summary>
internal enum TlsEnd
{
    Established,

    /// <summary>The connection was reset after the ClientHello.</summary>
    Reset,

    /// <summary>The connection was closed after the ClientHello, without a word.</summary>
    Closed,

    /// <summary>The other side sent an alert, or this side can't agree to what it was offered.</summary>
    Refused,

    /// <summary>Nothing more within the time given.</summary>
    Silent,

    /// <summary>What came is not TLS.</summary>
    NotTls,
}

/// <summary>Tells by the first octets that came what a failed greeting was: pure.</summary>
internal static class TlsAnswer
{
    /// <summary>A record's type, version and length (RFC 8446 section 5.1).</summary>
    private const int RecordHeader = 5;

    private const byte ChangeCipherSpec = 20;
    private const byte Alert = 21;
    private const byte ApplicationData = 23;

    /// <param name="first">What came first, as far as it was kept.</param>
    /// <param name="end">What the connection did.</param>
    /// <returns>The end, and what is to be said about it.</returns>
    public static (TlsEnd End, string Detail) Of(ReadOnlySpan<byte> first, TlsEnd end)
    {
        if (first.IsEmpty)
            return (end, "no octet came back");
        if (first[0] is < ChangeCipherSpec or > ApplicationData || (first.Length > 1 && first[1] != 3))
            return (TlsEnd.NotTls, $"it began with '{PlainText.Of(Encoding.Latin1.GetString(first[..Math.Min(first.Length, 40)]))}'");
        if (first[0] == Alert && first.Length >= RecordHeader + 2)
            return (TlsEnd.Refused, $"alert {AlertName(first[RecordHeader + 1])}");
        return (end, "after the server's first octets");
    }

    /// <summary>RFC 8446 section 6 and the registry of TLS alerts.</summary>
    private static string AlertName(byte description) => description switch
    {
        0 => "close_notify",
        10 => "unexpected_message",
        20 => "bad_record_mac",
        40 => "handshake_failure",
        42 => "bad_certificate",
        43 => "unsupported_certificate",
        47 => "illegal_parameter",
        48 => "unknown_ca",
        49 => "access_denied",
        50 => "decode_error",
        51 => "decrypt_error",
        70 => "protocol_version",
        71 => "insufficient_security",
        80 => "internal_error",
        86 => "inappropriate_fallback",
        90 => "user_canceled",
        109 => "missing_extension",
        110 => "unsupported_extension",
        112 => "unrecognized_name",
        116 => "certificate_required",
        120 => "no_application_protocol",
        _ => description.ToString(CultureInfo.InvariantCulture),
    };
}
