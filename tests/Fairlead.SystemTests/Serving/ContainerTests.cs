using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Xunit;

namespace Fairlead.SystemTests.Serving;

/// <summary>The image that the .NET SDK makes without Docker.</summary>
public sealed class ContainerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fairlead-image-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_image_serves_without_root_and_its_program_runs()
    {
        await using var registry = await LocalRegistry.StartAsync(Ct);
        var archive = Path.Combine(_folder, "fairlead.tar");
        var built = await Shell.RunAsync(
            "dotnet",
            [
                "publish", "src/Fairlead.Cli", "-c", "Release", "-r", "linux-x64", "--self-contained", "-t:PublishContainer", $"-p:ContainerBaseImage={registry.Image}", $"-p:ContainerArchiveOutputPath={archive}",
                "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false", "-p:UseSharedCompilation=false", "-nodeReuse:false", "-nologo", "-v:q", "--artifacts-path", Path.Combine(_folder, "build"),
            ],
            Ct);
        Assert.True(built.ExitCode == 0, built.Output + built.Errors);

        await TarFile.ExtractToDirectoryAsync(archive, _folder, overwriteFiles: true, Ct);
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "manifest.json"), Ct))![0]!;
        var config = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, (string)manifest["Config"]!), Ct))!["config"]!;
        Assert.Equal("1654", (string?)config["User"]);
        Assert.Equal(["/app/fairlead"], config["Entrypoint"]!.AsArray().Select(word => (string?)word));
        Assert.Equal(["serve", "--data", "/data"], config["Cmd"]!.AsArray().Select(word => (string?)word));

        var root = Path.Combine(_folder, "root");
        foreach (var layer in manifest["Layers"]!.AsArray())
        {
            await using var packed = new GZipStream(File.OpenRead(Path.Combine(_folder, (string)layer!)), CompressionMode.Decompress);
            Directory.CreateDirectory(root);
            await TarFile.ExtractToDirectoryAsync(packed, root, overwriteFiles: true, Ct);
        }

        var version = await Shell.RunAsync(Path.Combine(root, "app", "fairlead"), ["--version"], Ct);
        Assert.Equal(0, version.ExitCode);
        // The image carries the library that reads a ledger.
        await using (var store = new Fairlead.Ledger.Sqlite.SqliteLedgerStore(Path.Combine(_folder, "ledger.db")))
            await store.OpenAsync(Ct);
        var ledger = await Shell.RunAsync(Path.Combine(root, "app", "fairlead"), ["ledger", "verify", "--data", _folder], Ct);
        Assert.Contains("is sound", ledger.Output, StringComparison.Ordinal);
    }
}
