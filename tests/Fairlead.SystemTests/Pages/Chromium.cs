using Fairlead.Server.Access;
using Microsoft.Playwright;
using Xunit;

namespace Fairlead.SystemTests.Pages;

/// <summary>The machine's own Chromium, started once for all tests of pages; each visit has a new profile.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Program))
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            Headless = true,
            // The last one: whatever a page names beside this machine is not found, even where the network has it.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>Signs in and looks; fails when the page broke its policy, wrote an error, or asked another host.</summary>
    public Task VisitAsync(PageHost host, Func<IPage, Task> look, Action<BrowserNewContextOptions>? settings = null) => VisitAsync(host, Grant.Everything, look, settings);

    public async Task VisitAsync(PageHost host, Grant grant, Func<IPage, Task> look, Action<BrowserNewContextOptions>? settings = null)
    {
        var options = new BrowserNewContextOptions { BaseURL = host.Address.ToString(), ViewportSize = new ViewportSize { Width = 1280, Height = 800 }, ReducedMotion = ReducedMotion.Reduce };
        settings?.Invoke(options);
        await using var context = await NewContextAsync(options);
        var faults = new PageFaults(context, host.Address);
        var page = await context.NewPageAsync();
        await host.SignInAsync(page, grant);
        await look(page);
        Assert.Empty(faults.All);
    }

    public async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions options)
    {
        Assert.SkipWhen(_browser is null, "needs the Debian package chromium");
        var context = await _browser!.NewContextAsync(options);
        // Generous: the machine is shared.
        context.SetDefaultTimeout(60_000);
        await context.AddInitScriptAsync("addEventListener('securitypolicyviolation', e => console.error(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile ?? ''}`))");
        return context;
    }
}

/// <summary>What must not happen while somebody looks at pages.</summary>
internal sealed class PageFaults
{
    private readonly List<string> _faults = [];

    public PageFaults(IBrowserContext context, Uri home)
    {
        context.Console += (_, message) =>
        {
            // That a page was answered with 404 or 409 is no fault of the page.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                Add(message.Text);
        };
        context.WebError += (_, error) => Add(error.Error);
        context.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(home.ToString(), StringComparison.Ordinal))
                Add($"asks {request.Url}");
        };
    }

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_faults)
                return [.. _faults];
        }
    }

    private void Add(string fault)
    {
        lock (_faults)
            _faults.Add(fault);
    }
}

/// <summary>Tests of pages share one browser, and run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PageTests : ICollectionFixture<Chromium>
{
    public const string Name = "Pages";
}
