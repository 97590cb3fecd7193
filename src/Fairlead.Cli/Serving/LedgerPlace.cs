using System.CommandLine;
using Fairlead.Core.Diagnostics;
using Fairlead.Ledger.Postgres;
using Fairlead.Ledger.Sqlite;
using Fairlead.Ledger.Storage;

namespace Fairlead.Cli.Serving;

/// <summary>The options that say where the ledger is: PostgreSQL by a file or the environment, else an SQLite file in the data folder.</summary>
internal sealed class LedgerPlace
{
    private readonly Option<string?> _data = new("--data") { Description = "Folder of the ledger and its tokens; default: $XDG_STATE_HOME/fairlead or ~/.local/state/fairlead.", HelpName = "dir" };
    private readonly Option<string?> _database = new("--database-file") { Description = $"File with the connection string of a PostgreSQL 15 database, in place of a ledger file; {PostgresConnection.Variable} does the same.", HelpName = "file" };

    public void AddTo(Command command)
    {
        command.Options.Add(_data);
        command.Options.Add(_database);
    }

    public DataFolder FolderOf(ParseResult arguments) => DataFolder.Of(arguments.GetValue(_data));

    /// <summary>Of a ledger that opening makes where it is not there yet.</summary>
    /// <exception cref="UnusableInputException">The file with the connection string can't be read.</exception>
    public IPortableStore StoreOf(ParseResult arguments) => (IPortableStore?)DatabaseOf(arguments) ?? new SqliteLedgerStore(FolderOf(arguments).Prepare().LedgerFile);

    /// <summary>Of a ledger that is there: looking into one makes none.</summary>
    /// <exception cref="UnusableInputException">There is no ledger file, or the file with the connection string can't be read.</exception>
    public IPortableStore ExistingStoreOf(ParseResult arguments)
    {
        if (DatabaseOf(arguments) is { } database)
            return database;
        var file = FolderOf(arguments).LedgerFile;
        // Beside a log whose ledger is gone, opening says more.
        return File.Exists(file) || File.Exists(file + "-wal")
            ? new SqliteLedgerStore(file)
            : throw new UnusableInputException($"There is no ledger {file}. 'fairlead up' and 'fairlead serve' make one; --data names the folder of another, --server a server.");
    }

    /// <summary>Somebody named a ledger, or there is one in the usual place.</summary>
    public bool IsThere(ParseResult arguments) => arguments.GetValue(_data) is not null || arguments.GetValue(_database) is not null || Environment.GetEnvironmentVariable(PostgresConnection.Variable) is { Length: > 0 } || File.Exists(FolderOf(arguments).LedgerFile);

    private PostgresLedgerStore? DatabaseOf(ParseResult arguments)
    {
        BundledSqlite.Use();
        return PostgresConnection.Read(arguments.GetValue(_database), Environment.GetEnvironmentVariable) is { } connection ? new PostgresLedgerStore(connection) : null;
    }
}
