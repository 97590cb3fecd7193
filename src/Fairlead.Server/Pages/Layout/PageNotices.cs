using System.Collections.Concurrent;
using Fairlead.Core.Diagnostics;

namespace Fairlead.Server.Pages.Layout;

/// <summary>
/// What every page says above its content until it is over: a site file that became unusable, a database that is away. Safe for any number of threads.
/// </summary>
public sealed class PageNotices
{
    private readonly ConcurrentDictionary<string, PageNotice> _notices = new(StringComparer.Ordinal);

    /// <summary>In order of their keys.</summary>
    public IReadOnlyList<PageNotice> All => [.. _notices.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)];

    /// <param name="key">What it is about, such as a file's name: a later notice takes its place.</param>
    public void Set(string key, PageNotice notice) => _notices[key] = notice;

    public void Clear(string key) => _notices.TryRemove(key, out _);
}

/// <param name="Site">The site that it is about, shown to those who may see that; null: to everybody.</param>
/// <param name="Title">What happened, in a few words.</param>
/// <param name="Text">The rest, and what to do.</param>
public sealed record PageNotice(Severity Severity, string Title, string Text, string? Site = null);
