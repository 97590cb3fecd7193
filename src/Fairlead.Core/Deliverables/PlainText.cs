using System.Buffers;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Deliverables;

/// <summary>Hosts and URLs that a user wrote, for targets in which a quote, a space or a line end would begin something else.</summary>
internal static class PlainText
{
    private const string OfHosts = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_:";

    private static readonly SearchValues<char> s_host = SearchValues.Create(OfHosts);
    private static readonly SearchValues<char> s_url = SearchValues.Create(OfHosts + "~/[]@%+=?&!*");

    /// <exception cref="UnusableInputException">It holds something else.</exception>
    public static string Url(string text, Subject subject) => Of(text, s_url, subject);

    /// <summary>A name, or a domain with a leading point.</summary>
    /// <exception cref="UnusableInputException">It holds something else.</exception>
    public static string Host(string text, Subject subject) => Of(text, s_host, subject);

    private static string Of(string text, SearchValues<char> plain, Subject subject) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(plain)
        ? text
        : throw new UnusableInputException($"{subject}: {Excerpt.Of(text)} can't stand in a configuration file as it is. Write a name, an address or a URL, without spaces, quotes and the like.");
}
