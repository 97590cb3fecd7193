using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Fairlead.Core.Diagnostics;
using Fairlead.Ledger.Sqlite;

namespace Fairlead.Ledger.Storage;

/// <summary>
/// Carries a whole ledger out and in. An export is JSON Lines, one thing per line: a start, sites with their bytes, claims, holdings, history,
/// answers, and an end with a checksum. Nothing is lost, and nothing is imported by half or over something else.
/// </summary>
public static class LedgerTransfer
{
    private const string Format = "fairlead-ledger";
    private const int Version = 1;
    private const int PieceSize = 1000;

    /// <summary>Writes everything that is stored at one moment.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger can't be read.</exception>
    public static async Task ExportAsync(IPortableStore from, Stream to, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var lines = 0L;
        await WriteAsync(new() { Start = new(Format, Version) }).ConfigureAwait(false);
        await foreach (var piece in from.ReadEverythingAsync(ct).ConfigureAwait(false))
        {
            foreach (var line in Lines(piece)) await WriteAsync(line).ConfigureAwait(false);
        }

        await WriteAsync(new() { End = new(lines, Convert.ToHexStringLower(hash.GetCurrentHash())) }).ConfigureAwait(false);
        await to.FlushAsync(ct).ConfigureAwait(false);

        async ValueTask WriteAsync(TransferLine line)
        {
            byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(line, TransferJson.Default.TransferLine), (byte)'\n'];
            hash.AppendData(bytes);
            lines++;
            await to.WriteAsync(bytes, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Reads an export into an empty ledger, which is opened here. An export that can be read twice is seen to be whole first.</summary>
    /// <param name="name">Of the export, for messages.</param>
    /// <exception cref="UnusableInputException">It is no export, is cut short or was changed (the message names the line), or the ledger is not empty. Nothing was stored.</exception>
    /// <exception cref="LedgerUnavailableException">The ledger can't be written. Nothing was stored.</exception>
    /// <exception cref="ClaimRefusedException">The export holds something twice. Nothing was stored.</exception>
    public static async Task ImportAsync(Stream from, string name, IPortableStore into, CancellationToken ct)
    {
        if (from.CanSeek)
        {
            var start = from.Position;
            await foreach (var _ in PiecesAsync(from, name, ct).ConfigureAwait(false)) ct.ThrowIfCancellationRequested();
            from.Position = start;
        }

        await into.OpenAsync(ct).ConfigureAwait(false);
        await into.FillAsync(PiecesAsync(from, name, ct), ct).ConfigureAwait(false);
    }

    /// <summary>Brings a backup, a SQLite file, back into an empty ledger of either kind, which is opened here, after the backup was seen to be sound. The backup stays as it is.</summary>
    /// <exception cref="UnusableInputException">The backup is damaged or none, or the ledger is not empty. Nothing was stored.</exception>
    /// <exception cref="LedgerUnavailableException">The ledger can't be written. Nothing was stored.</exception>
    public static async Task RestoreAsync(string backup, IPortableStore into, CancellationToken ct)
    {
        if (!File.Exists(backup)) throw new UnusableInputException($"There is no backup {backup}.");
        if (File.Exists(backup + "-wal")) throw new UnusableInputException($"{backup} is a ledger that is open, or was not closed: a part of it is in its log. Make a backup of it, and restore that.");
        var folder = Directory.CreateTempSubdirectory("fairlead-restore-");
        try
        {
            // A copy: opening a ledger writes to it, and may bring its schema up to date.
            var copy = Path.Combine(folder.FullName, Path.GetFileName(backup));
            File.Copy(backup, copy);
            await using var store = new SqliteLedgerStore(copy);
            await OpenAsync(store, backup, ct).ConfigureAwait(false);
            var damage = await store.VerifyAsync(ct).ConfigureAwait(false);
            if (damage.Count > 0) throw new UnusableInputException($"The backup {backup} is damaged, and nothing is restored: {damage[0]}");
            await into.OpenAsync(ct).ConfigureAwait(false);
            await into.FillAsync(store.ReadEverythingAsync(ct), ct).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInputException($"The backup {backup} can't be read: {e.Message}", e);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Whatever keeps a backup from being opened is a fault of what was handed in.</summary>
    private static async Task OpenAsync(SqliteLedgerStore store, string backup, CancellationToken ct)
    {
        try
        {
            await store.OpenAsync(ct).ConfigureAwait(false);
        }
        catch (LedgerUnavailableException e)
        {
            throw new UnusableInputException($"The backup {backup} can't be used, and nothing is restored: {e.Message}", e);
        }
    }

    private static IEnumerable<TransferLine> Lines(LedgerPiece piece) =>
    [
        .. piece.Sites.Select(site => new TransferLine { Site = TransferSite.Of(site) }),
        .. piece.DeletedSites.Select(site => new TransferLine { DeletedSite = site }),
        .. piece.Claims.Select(claim => new TransferLine { Claim = TransferClaim.Of(claim) }),
        .. piece.Holdings.Select(holding => new TransferLine { Holding = TransferHolding.Of(holding) }),
        .. piece.Entries.Select(entry => new TransferLine { Entry = entry }),
        .. piece.Answers.Select(answer => new TransferLine { Answer = answer }),
    ];

    private static async IAsyncEnumerable<LedgerPiece> PiecesAsync(Stream from, string name, [EnumeratorCancellation] CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var number = 0L;
        var isWhole = false;
        var pending = new List<TransferLine>();
        await foreach (var bytes in TransferReader.LinesAsync(from, ct).ConfigureAwait(false))
        {
            number++;
            if (isWhole) throw Bad(name, number, "something follows the end");
            var line = Parse(bytes, name, number);
            if (line.Start is { } start != (number == 1)) throw Bad(name, number, number == 1 ? "this is no export of a ledger" : "a second export begins here");
            if (line.Start is { } known && known != new TransferStart(Format, Version))
                throw Bad(name, number, $"it is '{known.Format}' of version {known.Version}, and this Fairlead reads '{Format}' of version {Version}");
            if (line.End is { } end)
            {
                if (end != new TransferEnd(number - 1, Convert.ToHexStringLower(hash.GetCurrentHash()))) throw Bad(name, number, "the lines above are not those that were exported");
                isWhole = true;
            }

            hash.AppendData([.. bytes, (byte)'\n']);
            pending.Add(line);
            if (pending.Count < PieceSize) continue;
            yield return Piece(pending, name, number);
            pending.Clear();
        }

        if (!isWhole) throw Bad(name, number, "it ends too early: the line that ends an export is missing");
        yield return Piece(pending, name, number);
    }

    private static TransferLine Parse(byte[] bytes, string name, long number)
    {
        TransferLine? line;
        try
        {
            line = JsonSerializer.Deserialize(bytes, TransferJson.Default.TransferLine);
        }
        catch (JsonException e)
        {
            throw Bad(name, number, e.Message);
        }

        object?[] things = [line?.Start, line?.Site, line?.DeletedSite, line?.Claim, line?.Holding, line?.Entry, line?.Answer, line?.End];
        return line is not null && things.Count(thing => thing is not null) == 1 ? line : throw Bad(name, number, "a line holds exactly one thing");
    }

    private static LedgerPiece Piece(List<TransferLine> lines, string name, long last)
    {
        try
        {
            return new()
            {
                Sites = [.. lines.Select(line => line.Site).OfType<TransferSite>().Select(site => site.ToSite())],
                DeletedSites = [.. lines.Select(line => line.DeletedSite).OfType<DeletedSite>()],
                Claims = [.. lines.Select(line => line.Claim).OfType<TransferClaim>().Select(claim => claim.ToClaim())],
                Holdings = [.. lines.Select(line => line.Holding).OfType<TransferHolding>().Select(holding => holding.ToHolding())],
                Entries = [.. lines.Select(line => line.Entry).OfType<HistoryEntry>()],
                Answers = [.. lines.Select(line => line.Answer).OfType<StoredAnswer>()],
            };
        }
        catch (FormatException e)
        {
            throw new UnusableInputException($"{name}, at or before line {last}: {e.Message} Nothing was imported.", e);
        }
    }

    private static UnusableInputException Bad(string name, long number, string what) => new($"{name}, line {number}: {what}. Nothing was imported.");
}
