using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Fairlead.Ledger.Storage;

/// <summary>One step of a schema, from a file <c>NNNN_name.sql</c>. Applied once, in order, and never changed after a release.</summary>
/// <param name="Checksum">SHA-256 of the text with line ends of Unix, in hexadecimal.</param>
internal sealed record Migration(int Number, string Name, string Sql, string Checksum)
{
    /// <param name="folder"><c>Sqlite</c> or <c>Postgres</c>.</param>
    public static IReadOnlyList<Migration> Of(string folder)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var start = $"migrations/{folder}/";
        return [.. assembly.GetManifestResourceNames()
            .Select(name => name.Replace('\\', '/'))
            .Where(name => name.StartsWith(start, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Read(assembly, name, name[start.Length..]))];
    }

    /// <summary>What is still to be applied.</summary>
    /// <param name="applied">Number, name and checksum of those that the database records, in order.</param>
    /// <exception cref="LedgerUnavailableException">The database is of a newer Fairlead, or of one whose schema was changed.</exception>
    public static IReadOnlyList<Migration> Pending(IReadOnlyList<Migration> known, IReadOnlyList<AppliedMigration> applied, string place)
    {
        for (var i = 0; i < applied.Count; i++)
        {
            var there = applied[i];
            if (i >= known.Count)
                throw new LedgerUnavailableException($"The ledger {place} is of a newer Fairlead: its schema has step {there.Number} ({there.Name}), and this Fairlead knows {known.Count}. Use that Fairlead, or restore a backup made by this one.");
            if (there.Number != known[i].Number || there.Checksum != known[i].Checksum)
                throw new LedgerUnavailableException($"The ledger {place} has another schema: its step {there.Number} ({there.Name}) is not the one of this Fairlead. Use the Fairlead that made it, export there, and import here.");
        }

        return [.. known.Skip(applied.Count)];
    }

    private static Migration Read(Assembly assembly, string resource, string file)
    {
        using var stream = assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"{resource} is not embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
        var number = int.Parse(file.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture);
        return new(number, file[5..^".sql".Length], sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
    }
}

/// <summary>A step that a database records.</summary>
internal sealed record AppliedMigration(int Number, string Name, string Checksum);
