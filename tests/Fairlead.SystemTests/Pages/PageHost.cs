using System.Text;
using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Ledger;
using Fairlead.Ledger.Sqlite;
using Fairlead.Server.Access;
using Fairlead.Server.Api;
using Fairlead.Server.Hosting;
using Fairlead.Server.Pages;
using Microsoft.Playwright;
using Xunit;
using Book = Fairlead.Ledger.Ledger;

namespace Fairlead.SystemTests.Pages;

/// <summary>The real server with pages and API on loopback, over a new SQLite ledger.</summary>
public sealed class PageHost : IAsyncDisposable
{
    private static readonly Actor Tester = new("cli:tester", "for the test");

    private readonly string _folder;
    private readonly TokenFile _tokens;
    private readonly FairleadServer _server;
    private int _grants;

    private PageHost(Book ledger, string folder)
    {
        (Ledger, _folder) = (ledger, folder);
        _tokens = TokenFile.In(folder, TimeProvider.System);
        var options = new ServerOptions { Tokens = _tokens, LogLevel = Microsoft.Extensions.Logging.LogLevel.Warning };
        _server = FairleadServer.Create(options, LedgerFeature.Of(ledger, Notices), PagesFeature.Create());
    }

    public Book Ledger { get; }

    public Notices Notices { get; } = new(TimeProvider.System);

    public Uri Address => _server.Addresses[0];

    /// <summary>With the sites whose text is given.</summary>
    public static async Task<PageHost> StartAsync(params string[] sites)
    {
        var folder = Directory.CreateTempSubdirectory("fairlead-pages-").FullName;
        var ledger = await Book.OpenAsync(new SqliteLedgerStore(Path.Combine(folder, "ledger.db")), TimeProvider.System, TestContext.Current.CancellationToken);
        var host = new PageHost(ledger, folder);
        foreach (var site in sites)
            await host.LoadAsync(site);
        await host._server.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    /// <summary>Loads a site, in a file of its name.</summary>
    public Task LoadAsync(string yaml)
    {
        var name = yaml.Split('\n').First(line => line.StartsWith("name: ", StringComparison.Ordinal))["name: ".Length..].Trim();
        return LoadAsync(name, [new StoredFile($"{name}.yaml", Encoding.UTF8.GetBytes(yaml))]);
    }

    /// <summary>Loads a site from files of the examples.</summary>
    public Task LoadExampleAsync(string name, params string[] files) =>
        LoadAsync(name, [.. files.Select(file => new StoredFile(file, File.ReadAllBytes(Repository.PathOf("examples", file))))]);

    public async Task<Holding> ReserveAsync(string site, string segment, string owner, string? range = null, ClaimKind kind = ClaimKind.LoadBalancer, string? note = null)
    {
        var request = new ReserveRequest(site, segment, kind, owner) { Address = range is null ? null : IpRange.Parse(range), Note = note };
        return Assert.IsType<Granted>(await Ledger.AskAsync(request, Tester, TestContext.Current.CancellationToken)).Holding;
    }

    public string NewToken(Grant grant) => _tokens.Create($"visitor{_grants++}", grant).Secret;

    /// <summary>Through the page that asks for a token.</summary>
    public async Task SignInAsync(IPage page, Grant grant)
    {
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("Token").FillAsync(NewToken(grant));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Sites", Exact = true }).WaitForAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
        await Ledger.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task LoadAsync(string name, IReadOnlyList<StoredFile> files)
    {
        var outcome = await Ledger.AskAsync(new PutSiteRequest(name, files), Tester, TestContext.Current.CancellationToken);
        Assert.True(outcome is SiteLoaded, outcome is NotLoadable { Plan: var plan } ? string.Join('\n', plan.Diagnostics.Select(finding => finding.Message)) : outcome.ToString());
    }
}
