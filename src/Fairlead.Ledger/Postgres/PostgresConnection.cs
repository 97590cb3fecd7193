using Fairlead.Core.Diagnostics;
using Npgsql;

namespace Fairlead.Ledger.Postgres;

/// <summary>Where the connection string comes from: a file, or the environment; never an argument, which every user of the machine can read.</summary>
public static class PostgresConnection
{
    public const string Variable = "FAIRLEAD_DATABASE";

    /// <summary>The text of the file, or of <see cref="Variable"/> when no file is named; null when neither says anything.</summary>
    /// <param name="environment">Asked for <see cref="Variable"/>.</param>
    /// <exception cref="UnusableInputException">The file can't be read or is empty.</exception>
    public static string? Read(string? file, Func<string, string?> environment)
    {
        if (file is null) return environment(Variable) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 } text ? text : throw new UnusableInputException($"The file {file} is empty. It holds a connection string, such as Host=db.example.net;Database=fairlead;Username=fairlead;Password=…");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInputException($"The connection string can't be read from {file}: {e.Message}", e);
        }
    }

    /// <exception cref="UnusableInputException">It is no connection string; the message holds nothing of it, since a part may be the password.</exception>
    internal static NpgsqlConnectionStringBuilder Parse(string text)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = new(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            // Without the inner exception on purpose: its message quotes what it did not understand.
            throw new UnusableInputException("The connection string of PostgreSQL is not understood. It looks like Host=db.example.net;Database=fairlead;Username=fairlead;Password=…; values with a semicolon stand in double quotes.");
        }

        if (string.IsNullOrEmpty(builder.Host)) throw new UnusableInputException("The connection string of PostgreSQL names no host: Host=db.example.net, or the folder of a Unix socket.");
        return builder;
    }
}
