using System.Text.Json.Serialization;

namespace Fairlead.Server.Access;

/// <summary>What is stored of a token.</summary>
public sealed record TokenRecord
{
    /// <summary>Unique among those stored; stands in history as <c>token:NAME</c>.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the secret, in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary><c>read</c>, <c>reserve</c> or <c>admin</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>Null: all.</summary>
    public IReadOnlyList<string>? Sites { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Null: when it is revoked.</summary>
    public DateTimeOffset? Expires { get; init; }

    [JsonIgnore]
    public Grant Grant => new(Scopes.TryParse(Scope, out var scope) ? scope : Access.Scope.Read, Sites is null ? SiteSet.All : SiteSet.Of(Sites));

    public bool IsExpired(DateTimeOffset now) => Expires <= now;
}
