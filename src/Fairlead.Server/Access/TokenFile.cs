using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fairlead.Core.Diagnostics;

namespace Fairlead.Server.Access;

/// <summary>
/// <c>tokens.json</c> in the data folder: the hashes of tokens, mode 0600. Several processes may use it at once: one writes at a time (a lock file),
/// files are replaced whole, and a server sees a change at its next request.
/// </summary>
public sealed partial class TokenFile(string path, TimeProvider time) : ITokenStore
{
    public const string FileName = "tokens.json";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = ~(OwnerOnly | UnixFileMode.UserExecute);

    /// <summary>A file this young may change again without its time of change showing it (file systems count in steps of some milliseconds).</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private volatile State _state = State.Unread;

    public string Path { get; } = path;

    public static TokenFile In(string dataFolder, TimeProvider time) => new(System.IO.Path.Combine(dataFolder, FileName), time);

    /// <exception cref="TokenFileException">The file is there and can't be used.</exception>
    public TokenRecord? Find(ReadOnlySpan<byte> sha256)
    {
        if (sha256.Length != AccessToken.HashLength)
            return null;
        // The dictionary is asked by a hash of a secret: how long that takes tells nothing of use about the secret itself.
        var found = Current().ByHash.GetValueOrDefault(Convert.ToHexStringLower(sha256));
        return found is not null && CryptographicOperations.FixedTimeEquals(Convert.FromHexString(found.Sha256), sha256) ? found : null;
    }

    public bool HasAny(DateTimeOffset now) => Current().Tokens.Any(token => !token.IsExpired(now));

    /// <summary>In the order of their making.</summary>
    public IReadOnlyList<TokenRecord> List() => Current().Tokens;

    /// <summary>Makes a token. The secret is in the result alone: it can't be shown again.</summary>
    /// <exception cref="UnusableInputException">The name is taken or unfit.</exception>
    /// <exception cref="TokenFileException">The file can't be written.</exception>
    public NewToken Create(string name, Grant grant, DateTimeOffset? expires = null)
    {
        ArgumentNullException.ThrowIfNull(grant);
        if (!TokenName.IsMatch(name))
            throw new UnusableInputException($"\"{name}\" can't name a token: 1 to 63 of a-z, 0-9, '.', '_' and '-', with a letter or digit first");
        var now = time.GetUtcNow();
        if (expires <= now)
            throw new UnusableInputException($"the token would have expired already ({expires:u})");
        var secret = AccessToken.Create();
        var hash = new byte[AccessToken.HashLength];
        AccessToken.TryHash(secret, hash);
        var record = new TokenRecord
        {
            Name = name,
            Sha256 = Convert.ToHexStringLower(hash),
            Scope = grant.Scope.Text(),
            Sites = grant.Sites.IsAll ? null : grant.Sites.Names,
            Created = now,
            Expires = expires,
        };
        Change(tokens => tokens.Any(token => token.Name == name)
            ? throw new UnusableInputException($"there is a token {name} already: revoke it first, or choose another name")
            : [.. tokens, record]);
        return new NewToken(secret, record);
    }

    /// <returns>False: there is none of this name.</returns>
    public bool Revoke(string name)
    {
        var found = false;
        Change(tokens =>
        {
            var rest = tokens.Where(token => token.Name != name).ToList();
            found = rest.Count < tokens.Count;
            return found ? rest : null;
        });
        return found;
    }

    private void Change(Func<IReadOnlyList<TokenRecord>, IReadOnlyList<TokenRecord>?> change)
    {
        try
        {
            lock (_lock)
            {
                using var turn = TakeTurn();
                if (change(Read().Tokens) is not { } changed)
                    return;
                Write(changed);
                _state = State.Unread;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TokenFileException($"{Path} can't be written: {exception.Message}", exception);
        }
    }

    /// <summary>One writer over all processes; the operating system gives the turn back when its holder dies.</summary>
    private FileStream TakeTurn()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(Path + ".lock", options);
            }
            catch (IOException exception) when (attempt < 100 && exception is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
            {
                Thread.Sleep(50); // another process writes a few kilobytes
            }
        }
    }

    private void Write(IReadOnlyList<TokenRecord> tokens)
    {
        var temporary = Path + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var stream = new FileStream(temporary, options))
        {
            JsonSerializer.Serialize(stream, new Content(1, tokens), TokenJson.Default.Content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, Path, overwrite: true);
    }

    private State Current()
    {
        var state = _state;
        if (state.IsOf(Stamp.Of(Path)))
            return state;
        lock (_lock)
        {
            return _state = Read();
        }
    }

    private State Read()
    {
        var stamp = Stamp.Of(Path);
        if (stamp is null)
            return new State(null, true, []);
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path) & Others) != 0)
                throw new TokenFileException($"others may read or write {Path}: chmod 600 it");
            using var stream = File.OpenRead(Path);
            var content = JsonSerializer.Deserialize(stream, TokenJson.Default.Content);
            if (content is not { Version: 1 } || content.Tokens.Any(token => token is null || !IsSound(token)))
                throw new TokenFileException($"{Path} is not a file of tokens of this Fairlead: restore it from a backup, or remove it and make new tokens");
            return new State(stamp, time.GetUtcNow() - stamp.Changed > Settling, content.Tokens);
        }
        catch (JsonException exception)
        {
            var where = exception.LineNumber is { } line ? $" at line {line + 1}" : "";
            throw new TokenFileException($"{Path} is damaged{where}: restore it from a backup, or remove it and make new tokens", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TokenFileException($"{Path} can't be read: {exception.Message}", exception);
        }
    }

    private static bool IsSound(TokenRecord token) =>
        TokenName.IsMatch(token.Name) && Scopes.TryParse(token.Scope, out _) && token.Sha256.Length == 2 * AccessToken.HashLength && token.Sha256.All(char.IsAsciiHexDigitLower);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,62}\z")]
    private static partial Regex TokenName { get; }

    internal sealed record Content(int Version, IReadOnlyList<TokenRecord> Tokens);

    private sealed record Stamp(DateTimeOffset Changed, long Length)
    {
        public static Stamp? Of(string path)
        {
            var file = new FileInfo(path);
            return file.Exists ? new Stamp(file.LastWriteTimeUtc, file.Length) : null;
        }
    }

    private sealed class State(Stamp? stamp, bool isSettled, IReadOnlyList<TokenRecord> tokens)
    {
        public static readonly State Unread = new(null, false, []);

        public IReadOnlyList<TokenRecord> Tokens { get; } = tokens;

        public FrozenDictionary<string, TokenRecord> ByHash { get; } = tokens.DistinctBy(token => token.Sha256).ToFrozenDictionary(token => token.Sha256, StringComparer.Ordinal);

        public bool IsOf(Stamp? now) => isSettled && Equals(stamp, now);
    }
}
