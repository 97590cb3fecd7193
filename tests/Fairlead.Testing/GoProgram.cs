namespace Fairlead.Testing;

/// <summary>A few lines of Go over Debian's libraries, for what is written for programs in Go.</summary>
public static class GoProgram
{
    /// <param name="folder">Where it is built; the caller's, and gone with it.</param>
    /// <param name="environment">As <c>NAME=value</c>.</param>
    public static async Task<string> RunAsync(string source, string folder, string input, CancellationToken ct, params string[] environment)
    {
        var file = Path.Combine(folder, "program.go");
        await File.WriteAllTextAsync(file, source, ct);
        string[] own = ["GO111MODULE=off", "GOPATH=/usr/share/gocode", $"GOCACHE={Path.Combine(folder, "go-cache")}"];
        return (await Shell.RunAsync("env", [.. own, .. environment, "go", "run", file], folder, input, searchFirst: null, ct)).OrThrow("go run").Output;
    }
}
