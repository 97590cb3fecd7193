using System.CommandLine;
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

    /// <exception cref="Ledger.LedgerUnavailableException">The file with the connection string can't be read.</exception>
    public IPortableStore StoreOf(ParseResult arguments)
    {
        BundledSqlite.Use();
        return PostgresConnection.Read(arguments.GetValue(_database), Environment.GetEnvironmentVariable) is { } connection
            ? new PostgresLedgerStore(connection)
            : new SqliteLedgerStore(FolderOf(arguments).Prepare().LedgerFile);
    }
}
