using System.Collections.Frozen;

namespace Fairlead.Server.Api;

/// <summary>Every kind of failure that the server answers with; <c>docs/problems.md</c> is written from this list.</summary>
public static class ProblemTypes
{
    internal const string Folder = "/problems/";

    // Of HTTP itself.
    public static readonly ProblemType BadRequest = new("bad-request", 400, "The request can't be understood", "A header, a parameter or the body has no meaning here. `detail` says which.");
    public static readonly ProblemType MalformedBody = new("malformed-body", 400, "The body can't be read", "The body is no JSON of the expected form: cut off, a member twice, a member that is not known, a wrong type. `detail` says where.");
    public static readonly ProblemType NotFound = new("not-found", 404, "Nothing is there", "The address names nothing. Addresses are listed in `/openapi/v1.json`.");
    public static readonly ProblemType MethodNotAllowed = new("method-not-allowed", 405, "The method is not for this resource", "The header `Allow` lists the methods that are.");
    public static readonly ProblemType NotAcceptable = new("not-acceptable", 406, "No such form of the answer", "The header `Accept` asks for a form that this resource does not have.");
    public static readonly ProblemType RequestTimeout = new("request-timeout", 408, "The request came too slowly", "The body arrived slower than the server waits. Send it again, over a better link.");
    public static readonly ProblemType BodyTooLarge = new("body-too-large", 413, "The body is too large", "`limit` is the largest body that this resource takes, in bytes.");
    public static readonly ProblemType UnsupportedMediaType = new("unsupported-media-type", 415, "The body has another form", "The header `Content-Type` names a form that this resource does not read.");
    public static readonly ProblemType MisdirectedRequest = new("misdirected-request", 421, "This server has another name", "The header `Host` names no host that the server answers for. That protects a browser whose name server lies (DNS rebinding). Ask with the server's own name, or give it this one (`--name`).");
    public static readonly ProblemType TooManyRequests = new("too-many-requests", 429, "Too many requests", "Wait as many seconds as the header `Retry-After` says.");

    // Of access.
    public static readonly ProblemType Unauthenticated = new("unauthenticated", 401, "The request shows no valid token", "Send `Authorization: Bearer TOKEN` with a token that is neither revoked nor expired. The address with a token that `fairlead up` prints works once.");
    public static readonly ProblemType MissingScope = new("missing-scope", 403, "The token may not do that", "`scope` is what the token lacks, `site` where. A token of that scope is made with `fairlead token create`.");
    public static readonly ProblemType CrossSite = new("cross-site", 403, "The request comes from another page", "A browser's session changes something only from Fairlead's own pages: same origin, and with the proof that the page holds. Programs use a token in the header `Authorization`.");
    public static readonly ProblemType TransportRefused = new("transport-refused", 403, "The connection is not protected", "Away from loopback requests come by TLS, or from the proxy that `--trusted-proxy` names, which says that they came to it by TLS (`X-Forwarded-Proto: https`).");
    public static readonly ProblemType IdentityUnavailable = new("identity-unavailable", 503, "The token can't be judged now", "The OpenID issuer could not be asked for its keys, or the file of tokens can't be read. The log says why.");

    // Of the ledger.
    public static readonly ProblemType AlreadyHeld = new("already-held", 409, "Somebody has these addresses", "`holder` says who and `source` where that is written, `reservation` is the reservation's id where it is one, `nearest` the nearest free range of the same size.");
    public static readonly ProblemType Exhausted = new("exhausted", 409, "Not enough addresses are free", "No range of that size is free in the segment. `left` counts its free addresses, `longest` those of its longest free range.");
    public static readonly ProblemType FileOwned = new("file-owned", 409, "A site file says so", "What a site file says is changed by its file alone. `hint` says how.");
    public static readonly ProblemType Immutable = new("immutable", 409, "A control plane IP does not change", "A control plane IP that was active stays its cluster's until no site names it and it was seen silent. `hint` says what to do.");
    public static readonly ProblemType Stale = new("stale", 412, "Somebody was faster", "The site is not at the revision of `If-Match`. Read it again and decide on what is there now.");
    public static readonly ProblemType Unusable = new("unusable", 422, "The request makes no sense", "`detail` says why, `hint` what to ask instead.");
    public static readonly ProblemType KeyReused = new("key-reused", 422, "The idempotency key belongs to another request", "A key is kept for a day, with the answer that it got. Use a new key for a new request.");
    public static readonly ProblemType UnusableSite = new("unusable-site", 422, "The site file can't be used", "`diagnostics` lists every finding (FL0) with its place. Nothing was stored.");
    public static readonly ProblemType StrictSite = new("strict-site", 422, "The site refuses its errors", "The site says `policy: strict`, and has errors: `diagnostics` lists them. Nothing was stored.");
    public static readonly ProblemType LedgerUnavailable = new("ledger-unavailable", 503, "The ledger is not available", "Nothing was changed. The log says why; `/readyz` says when it is back.");
    public static readonly ProblemType OutcomeUnknown = new("outcome-unknown", 503, "Nobody knows whether it was stored", "The connection to the database broke while it was committing. Send the same request with the same `Idempotency-Key` again: it is done once.");

    // Of the server.
    public static readonly ProblemType Internal = new("internal", 500, "Fairlead failed", "A fault of Fairlead. `traceId` finds it in the log; please report it.");
    public static readonly ProblemType NotReady = new("not-ready", 503, "The server is not ready", "`checks` says which part is not. The log says why.");
    public static readonly ProblemType TimedOut = new("timed-out", 503, "It took too long", "The server gave up after the time that a request may take. Whether something was changed is not known: ask with the same `Idempotency-Key`.");

    /// <summary>For a status that no other kind describes.</summary>
    public static readonly ProblemType Other = new("other", 400, "The request was refused", "`status` says why.");

    public static IReadOnlyList<ProblemType> All { get; } =
    [
        BadRequest, MalformedBody, NotFound, MethodNotAllowed, NotAcceptable, RequestTimeout, BodyTooLarge, UnsupportedMediaType, MisdirectedRequest, TooManyRequests,
        Unauthenticated, MissingScope, CrossSite, TransportRefused, IdentityUnavailable,
        AlreadyHeld, Exhausted, FileOwned, Immutable, Stale, Unusable, KeyReused, UnusableSite, StrictSite, LedgerUnavailable, OutcomeUnknown,
        Internal, NotReady, TimedOut, Other,
    ];

    private static readonly FrozenDictionary<string, ProblemType> ByName = All.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);

    public static ProblemType? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The kind for a bare status, such as the routing's 404.</summary>
    internal static ProblemType OfStatus(int status) => status switch
    {
        400 => BadRequest,
        401 => Unauthenticated,
        403 => MissingScope,
        404 => NotFound,
        405 => MethodNotAllowed,
        406 => NotAcceptable,
        408 => RequestTimeout,
        413 => BodyTooLarge,
        415 => UnsupportedMediaType,
        429 => TooManyRequests,
        >= 500 => Internal,
        _ => Other,
    };
}
