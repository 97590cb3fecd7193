using Fairlead.Ledger;
using Fairlead.Ledger.Storage;
using Xunit;

namespace Fairlead.Tests.Ledger;

public sealed class MigrationTests
{
    private static readonly Migration[] Known = [new(1, "one", "", "a"), new(2, "two", "", "b")];

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public void Steps_are_embedded_and_numbered_from_one_without_a_gap(string folder)
    {
        var steps = Migration.Of(folder);
        Assert.NotEmpty(steps);
        Assert.Equal(Enumerable.Range(1, steps.Count), steps.Select(step => step.Number));
        Assert.All(steps, step => Assert.Equal(64, step.Checksum.Length));
        Assert.Equal("ledger", steps[0].Name);
    }

    [Fact]
    public void Pending_are_those_after_the_applied()
    {
        Assert.Equal(Known, Migration.Pending(Known, [], "x.db"));
        Assert.Equal([Known[1]], Migration.Pending(Known, [new(1, "one", "a")], "x.db"));
        Assert.Empty(Migration.Pending(Known, [new(1, "one", "a"), new(2, "two", "b")], "x.db"));
    }

    [Fact]
    public void A_newer_or_another_schema_is_refused_with_its_place()
    {
        AppliedMigration[] applied = [new(1, "one", "a"), new(2, "two", "b"), new(3, "three", "c")];
        Assert.Contains("x.db is of a newer Fairlead", Assert.Throws<LedgerUnavailableException>(() => Migration.Pending(Known, applied, "x.db")).Message, StringComparison.Ordinal);
        Assert.Contains("step 2 (two)", Assert.Throws<LedgerUnavailableException>(() => Migration.Pending(Known, [applied[0], new(2, "two", "B")], "x.db")).Message, StringComparison.Ordinal);
        Assert.Contains("step 2 (two)", Assert.Throws<LedgerUnavailableException>(() => Migration.Pending(Known, [applied[1]], "x.db")).Message, StringComparison.Ordinal);
    }
}
