namespace Fairlead.Server.Access;

/// <param name="Csrf">What a page sends in the header X-Fairlead-Csrf with every change; null for tokens, which need none.</param>
internal sealed record SessionReport(string Name, IReadOnlyList<SessionRight> Rights, DateTimeOffset? Expires, string? Csrf);

/// <param name="Sites">Null: all.</param>
internal sealed record SessionRight(string Scope, IReadOnlyList<string>? Sites);
