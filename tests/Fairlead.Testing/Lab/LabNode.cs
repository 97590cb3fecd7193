namespace Fairlead.Testing.Lab;

/// <summary>A machine of a running Lab.</summary>
/// <param name="Namespace">For <c>ip netns exec</c>.</param>
/// <param name="Folder">For files of this machine; gone with the Lab.</param>
public sealed record LabNode(string Name, string Namespace, string Folder)
{
    /// <summary>The program under test, as <c>dotnet build</c> leaves it.</summary>
    public static string Fairlead { get; } = Repository.PathOf("artifacts", "bin", "Fairlead.Cli", "debug", "fairlead");

    /// <summary>Runs a program on this machine to its end.</summary>
    public Task<Answer> RunAsync(string program, IEnumerable<string> arguments, CancellationToken ct) => RunAsync(program, arguments, "", ct);

    public Task<Answer> RunAsync(string program, IEnumerable<string> arguments, string input, CancellationToken ct) =>
        Shell.RunAsync("ip", ["netns", "exec", Namespace, program, .. arguments], Folder, input, searchFirst: null, ct);

    /// <summary>Runs <c>fairlead</c> on this machine.</summary>
    public Task<Answer> FairleadAsync(IEnumerable<string> arguments, CancellationToken ct) => RunAsync(Fairlead, arguments, ct);

    /// <summary>Starts a program on this machine; it ends with the Lab at the latest.</summary>
    public LabProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        LabProcess.Start(this, program, arguments, environment);

    /// <returns>The file's path.</returns>
    public async Task<string> WriteAsync(string file, string text, CancellationToken ct)
    {
        var path = Path.Combine(Folder, file);
        await File.WriteAllTextAsync(path, text, ct);
        return path;
    }

    /// <summary>The MAC of an interface, in lower case.</summary>
    public async Task<string> MacOfAsync(string nic, CancellationToken ct) =>
        (await RunAsync("cat", [$"/sys/class/net/{nic}/address"], ct)).OrThrow($"{Name} has no {nic};").Output.Trim();
}
