using Fairlead.Core.Diagnostics;
using Fairlead.Server.Access;
using Fairlead.Server.Hosting;
using Xunit;

namespace Fairlead.SystemTests.Server;

public sealed class TokenFileTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TokenFile _tokens;

    public TokenFileTests() => _tokens = TokenFile.In(_folder.Path, TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_file_holds_hashes_alone_and_is_its_owners_alone()
    {
        var made = _tokens.Create("ci", new Grant(Scope.Reserve, SiteSet.Of("madrid", "paris")), DateTimeOffset.UtcNow.AddDays(1));
        Assert.StartsWith("fl_", made.Secret, StringComparison.Ordinal);
        Assert.Equal(46, made.Secret.Length); // 256 bits
        var text = File.ReadAllText(_tokens.Path);
        Assert.DoesNotContain(made.Secret[3..], text, StringComparison.Ordinal);
        Assert.Contains(made.Record.Sha256, text, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_tokens.Path));
    }

    [Fact]
    public void What_was_made_is_found_by_another_process_with_all_its_rights()
    {
        var expires = DateTimeOffset.UtcNow.AddDays(1);
        var made = _tokens.Create("ci", new Grant(Scope.Reserve, SiteSet.Of("paris", "madrid")), expires);
        var found = Find(TokenFile.In(_folder.Path, TimeProvider.System), made.Secret);
        Assert.NotNull(found);
        Assert.Equal("ci", found.Name);
        Assert.Equal(Scope.Reserve, found.Grant.Scope);
        Assert.Equal(["madrid", "paris"], found.Grant.Sites.Names);
        Assert.Equal(expires, found.Expires);
        Assert.Null(Find(_tokens, made.Secret[..^1] + (made.Secret[^1] == 'A' ? 'B' : 'A')));
    }

    [Fact]
    public void A_token_for_no_site_is_for_none()
    {
        var made = _tokens.Create("none", new Grant(Scope.Admin, SiteSet.Of()));
        var grant = Find(TokenFile.In(_folder.Path, TimeProvider.System), made.Secret)!.Grant;
        Assert.False(grant.Sites.IsAll);
        Assert.False(new Caller("token:none", [grant]).MaySomewhere(Scope.Read));
    }

    [Fact]
    public void A_change_that_the_file_system_s_clock_is_too_coarse_to_show_is_seen()
    {
        var server = TokenFile.In(_folder.Path, new FixedTime(DateTimeOffset.UtcNow));
        var created = new FixedTime(new DateTimeOffset(2026, 3, 16, 9, 0, 0, TimeSpan.Zero));
        var first = TokenFile.In(_folder.Path, created).Create("aa", Grant.Everything);
        Assert.NotNull(Find(server, first.Secret));
        var (time, length) = (File.GetLastWriteTimeUtc(_tokens.Path), new FileInfo(_tokens.Path).Length);
        Assert.True(TokenFile.In(_folder.Path, created).Revoke("aa"));
        TokenFile.In(_folder.Path, created).Create("bb", Grant.Everything);
        File.SetLastWriteTimeUtc(_tokens.Path, time);
        Assert.Equal(length, new FileInfo(_tokens.Path).Length);
        Assert.Null(Find(server, first.Secret));
    }

    [Fact]
    public async Task Makers_at_once_lose_nothing()
    {
        var files = Enumerable.Range(0, 4).Select(_ => TokenFile.In(_folder.Path, TimeProvider.System)).ToList();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => files[i % 4].Create($"t{i}", Grant.Everything), TestContext.Current.CancellationToken)));
        Assert.Equal(40, TokenFile.In(_folder.Path, TimeProvider.System).List().Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("two words")]
    [InlineData("-dash")]
    [InlineData("line\nbreak")]
    [InlineData("ci\n")]
    [InlineData("token:ci")]
    public void A_name_that_would_confuse_history_is_refused(string name) =>
        Assert.Contains("can't name a token", Assert.Throws<UnusableInputException>(() => _tokens.Create(name, Grant.Everything)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_name_is_given_once_until_it_is_revoked()
    {
        var first = _tokens.Create("ci", Grant.Everything);
        Assert.Contains("already", Assert.Throws<UnusableInputException>(() => _tokens.Create("ci", Grant.Everything)).Message, StringComparison.Ordinal);
        Assert.NotNull(Find(_tokens, first.Secret));
        Assert.True(_tokens.Revoke("ci"));
        Assert.Null(Find(_tokens, first.Secret));
        Assert.False(_tokens.Revoke("ci"));
        _tokens.Create("ci", Grant.Everything);
    }

    [Theory]
    [InlineData("", "damaged")]
    [InlineData("{", "damaged")]
    [InlineData("""{"version":2,"tokens":[]}""", "not a file of tokens")]
    [InlineData("""{"version":1,"tokens":[{"name":"x","sha256":"00","scope":"read","created":"2026-01-01T00:00:00Z"}]}""", "not a file of tokens")]
    [InlineData("""{"version":1,"tokens":[{"name":"x"}]}""", "damaged")]
    [InlineData("""{"version":1}""", "damaged")]
    [InlineData("""{"version":1,"tokens":null}""", "damaged")]
    [InlineData("""{"version":1,"tokens":[null]}""", "not a file of tokens")]
    public void A_damaged_file_is_named_and_nobody_gets_in(string content, string said)
    {
        File.WriteAllText(_tokens.Path, content);
        File.SetUnixFileMode(_tokens.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var refusal = Assert.Throws<ServerStartException>(() => FairleadServer.Create(new ServerOptions { Tokens = _tokens, Listen = [new(System.Net.IPAddress.Any, 0)] }));
        Assert.Contains(_tokens.Path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_others_can_read_is_refused()
    {
        _tokens.Create("ci", Grant.Everything);
        File.SetUnixFileMode(_tokens.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Assert.Throws<TokenFileException>(() => TokenFile.In(_folder.Path, TimeProvider.System).List()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_said()
    {
        var lost = TokenFile.In(_folder.File("none"), TimeProvider.System);
        Assert.False(lost.HasAny(DateTimeOffset.UtcNow));
        Assert.Contains("can't be written", Assert.Throws<TokenFileException>(() => lost.Create("ci", Grant.Everything)).Message, StringComparison.Ordinal);
    }

    private static TokenRecord? Find(TokenFile tokens, string secret)
    {
        var hash = new byte[AccessToken.HashLength];
        return AccessToken.TryHash(secret, hash) ? tokens.Find(hash) : null;
    }
}
