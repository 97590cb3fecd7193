namespace Fairlead.Ledger.Sqlite;

/// <summary>SQLite's own answer, before the store says what it means for the ledger.</summary>
/// <param name="code">The extended result code.</param>
internal sealed class SqliteFault(int code, string message) : Exception(message)
{
    public int Code { get; } = code;

    /// <summary>The code without what SQLite calls its extension.</summary>
    public int Primary => Code & 0xFF;
}
