using System.Diagnostics;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Fairlead.Testing.Lab.Egress;

namespace Fairlead.Testing.VCenter;

/// <summary>
/// A vCenter on loopback: govmomi's simulator inside the program beside this file, which adds pages, updates in parts and a read-only user.
/// It ends with whoever started it.
/// </summary>
public sealed class VCenterSimulator : IAsyncDisposable
{
    private const string Library = "/usr/share/gocode/src/github.com/vmware/govmomi/simulator";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly string _folder;
    private readonly HttpClient _controls;

    private VCenterSimulator(Process process, string folder, Uri address, Uri controls)
    {
        (_process, _folder, Address) = (process, folder, address);
        _controls = new HttpClient { BaseAddress = controls };
    }

    public const string User = "reader@vsphere.local";

    /// <summary><c>https://localhost:port</c>.</summary>
    public Uri Address { get; }

    public string CaFile => Path.Combine(_folder, "ca.pem");

    public string PasswordFile => Path.Combine(_folder, "password");

    /// <summary>Of its certificate, as vCenter's own pages show it.</summary>
    public string Thumbprint => string.Join(':', SHA256.HashData(X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(_folder, "server.pem"))).RawData).Select(octet => octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>What the user would write, trusting by the CA.</summary>
    public string Source => $"vcenter:{Address},user={User},password-file={PasswordFile},ca-file={CaFile}";

    /// <summary>Runs the tests of this class only where the simulator can be built.</summary>
    public static void Require() => Xunit.Assert.SkipUnless(Directory.Exists(Library) && File.Exists("/usr/bin/go"), "needs govmomi's simulator (apt-get install golang-go golang-github-vmware-govmomi-dev)");

    public static async Task<VCenterSimulator> StartAsync(int machines, CancellationToken ct, int portGroups = 4)
    {
        var program = await BuildAsync(ct);
        var folder = Directory.CreateTempSubdirectory("fairlead-vcenter-").FullName;
        var now = TimeProvider.System.GetUtcNow();
        using (var authority = new LabAuthority("Lab vCenter", now))
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "ca.pem"), authority.Root, ct);
            // Key and chain in one file: Go takes it for both.
            await File.WriteAllTextAsync(Path.Combine(folder, "server.pem"), authority.Certify(["localhost"], now.AddDays(-1), now.AddDays(30)), ct);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "password"), "right & <proper> one\n", ct);
        // Its datastores are folders of its own, which go with ours.
        var start = new ProcessStartInfo(program, ["-vms", $"{machines}", "-port-groups", $"{portGroups}", "-cert", Path.Combine(folder, "server.pem"), "-key", Path.Combine(folder, "server.pem"), "-user", User, "-password-file", Path.Combine(folder, "password")])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TMPDIR"] = folder },
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("the simulator did not start");
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(s_patience);
        if (await process.StandardOutput.ReadLineAsync(limit.Token) is not { } address || await process.StandardOutput.ReadLineAsync(limit.Token) is not { } controls)
            throw new InvalidOperationException($"the simulator ended: {await errors}");
        return new VCenterSimulator(process, folder, new UriBuilder(address) { Host = "localhost" }.Uri, new Uri(controls));
    }

    /// <summary>Forgets what was counted, and behaves so from now on.</summary>
    /// <param name="hangAt">A method that is never answered.</param>
    /// <param name="losePage">The page, from 1, whose token is not known any more.</param>
    /// <param name="dropPage">The page that is left out without a word: what a wrong server would do.</param>
    /// <param name="mostPage">Objects in a page, whatever the client asks for.</param>
    public async Task BehaveAsync(CancellationToken ct, string hangAt = "", int losePage = 0, int dropPage = 0, int mostPage = 0) =>
        (await _controls.PutAsJsonAsync("/state", new { HangAt = hangAt, LosePage = losePage, DropPage = dropPage, MostPage = mostPage }, ct)).EnsureSuccessStatusCode();

    /// <summary>Calls by method, and how many objects each page held.</summary>
    public async Task<VCenterCalls> CallsAsync(CancellationToken ct) => (await _controls.GetFromJsonAsync<VCenterCalls>("/state", ct))!;

    public async Task PowerOffAsync(string machine, CancellationToken ct) => (await _controls.PostAsync($"/power-off?vm={machine}", null, ct)).EnsureSuccessStatusCode();

    public async Task DestroyAsync(string machine, CancellationToken ct) => (await _controls.PostAsync($"/destroy?vm={machine}", null, ct)).EnsureSuccessStatusCode();

    /// <summary>Ends every session, as an administrator can.</summary>
    public async Task EndSessionsAsync(CancellationToken ct) => (await _controls.PostAsync("/end-sessions", null, ct)).EnsureSuccessStatusCode();

    /// <summary>Also before the end of a test, for a vCenter that goes away.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Directory.Exists(_folder))
            return;
        _controls.Dispose();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Once for each version of the program.</summary>
    private static async Task<string> BuildAsync(CancellationToken ct)
    {
        var source = Path.Combine(Repository.Root, "tests", "Fairlead.Testing", "VCenter", "simulator", "main.go");
        var version = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(source, ct)))[..16];
        var program = Path.Combine(Repository.Root, "artifacts", "vcenter-simulator", version);
        if (File.Exists(program))
            return program;
        Directory.CreateDirectory(Path.GetDirectoryName(program)!);
        var made = $"{program}.{Environment.ProcessId}";
        // Debian's sources, no module proxy; the cache is the user's own.
        (await Shell.RunAsync("env", ["GO111MODULE=off", "GOPATH=/usr/share/gocode", $"GOCACHE={Path.Combine(Repository.Root, "artifacts", "vcenter-simulator", "cache")}", "go", "build", "-o", made, source], ct)).OrThrow("go build");
        File.Move(made, program, overwrite: true);
        return program;
    }
}

/// <summary>What the simulator counted.</summary>
public sealed record VCenterCalls(IReadOnlyDictionary<string, int> Calls, IReadOnlyList<int>? Sizes)
{
    public int RoundTrips => Calls.Values.Sum();
}
