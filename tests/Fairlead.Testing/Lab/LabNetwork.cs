using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Fairlead.Testing.Lab;

/// <summary>
/// Segments and machines that are real to every program in them: network namespaces joined by learning bridges. Several may run at once, with
/// the same addresses. What was made is removed when this is disposed, and also when the process that made it dies.
/// </summary>
public sealed class LabNetwork : IAsyncDisposable
{
    private const int MostLooks = 600;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, LabNode> _nodes = [];
    private readonly LabRemains _remains;

    private LabNetwork(string id, string folder, LabRemains remains) => (Id, Folder, _remains) = (id, folder, remains);

    /// <summary>The part of every namespace's name that no other Lab has.</summary>
    public string Id { get; }

    /// <summary>For files of this Lab; gone with it.</summary>
    public string Folder { get; }

    public IReadOnlyCollection<LabNode> Nodes => _nodes.Values;

    public LabNode this[string name] => _nodes[name];

    /// <summary>Skips the running test, loudly, where namespaces can't be made.</summary>
    public static void Require() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "the Lab makes network namespaces, which needs root");

    /// <summary>Makes what the plan describes, starts its daemons in the order of the plan, and returns when all of them are ready.</summary>
    public static Task<LabNetwork> StartAsync(Action<LabPlan> describe, CancellationToken ct) =>
        StartAsync(describe, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)), outlivesProcess: false, ct);

    /// <param name="id">At most twelve lower-case letters, digits and dashes.</param>
    /// <param name="outlivesProcess">It stays until <see cref="RemoveAsync"/>, for use by hand.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "The network owns it, and is disposed when it can't be finished.")]
    public static async Task<LabNetwork> StartAsync(Action<LabPlan> describe, string id, bool outlivesProcess, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(describe);
        var plan = new LabPlan();
        describe(plan);
        var folder = FolderOf(id);
        Directory.CreateDirectory(folder);
        // Daemons that drop their privileges have to reach their own files.
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        var remains = LabRemains.Of(folder, plan.Namespaces.Select(name => NamespaceOf(id, name)), outlivesProcess);
        var network = new LabNetwork(id, folder, remains);
        try
        {
            await network.MakeAsync(plan, ct);
            return network;
        }
        catch
        {
            await remains.RemoveAsync();
            throw;
        }
    }

    /// <summary>Removes a Lab that outlived its process.</summary>
    /// <returns>False when there is none of that name.</returns>
    public static Task<bool> RemoveAsync(string id) => LabRemains.RemoveAsync(FolderOf(id));

    /// <summary>What a node's namespace is called, for <c>ip netns exec</c>.</summary>
    public static string NamespaceOf(string id, string node) => $"fl-{id}-{node}";

    public ValueTask DisposeAsync() => _remains.RemoveAsync();

    private static string FolderOf(string id) => Path.Combine(Path.GetTempPath(), $"fairlead-lab-{id}");

    private async Task MakeAsync(LabPlan plan, CancellationToken ct)
    {
        var wiring = new StringBuilder();
        foreach (var name in plan.Namespaces)
            wiring.Append("netns add ").AppendLine(NamespaceOf(Id, name));
        foreach (var (node, nic) in plan.Cables)
            wiring.AppendLine($"link add name {nic.Name} netns {NamespaceOf(Id, node.Name)}{nic.HardwareAddress} type veth peer name {LabPlan.PortOf(node, nic)} netns {NamespaceOf(Id, nic.Segment)}");
        await IpAsync(["-batch", "-"], wiring.ToString(), ct);
        foreach (var segment in plan.Segments)
            await MakeBridgeAsync(segment, plan, ct);
        foreach (var node in plan.Nodes)
            _nodes.Add(node.Name, await MakeNodeAsync(node, ct));
        await WaitForCarriersAsync(plan, ct);
        foreach (var node in plan.Nodes)
        {
            foreach (var start in node.Daemons)
                await start(_nodes[node.Name], ct);
        }
    }

    private async Task MakeBridgeAsync(string segment, LabPlan plan, CancellationToken ct)
    {
        var bridge = NamespaceOf(Id, segment);
        await IpAsync(["-n", bridge, "-batch", "-"], plan.BridgeOf(segment), ct);
        if (plan.FilterOf(segment) is { } filter)
            (await Shell.RunAsync("ip", ["netns", "exec", bridge, "nft", "-f", "-"], "/", filter, searchFirst: null, ct)).OrThrow($"nft in {segment}");
    }

    private async Task<LabNode> MakeNodeAsync(NodePlan plan, CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, plan.Name)).FullName;
        var node = new LabNode(plan.Name, NamespaceOf(Id, plan.Name), folder);
        if (plan.ResolverText is { } resolver)
            await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory($"/etc/netns/{node.Namespace}").FullName, "resolv.conf"), resolver, ct);
        if (plan.Settings.Count > 0)
            (await node.RunAsync("sysctl", ["-q", "-w", .. plan.Settings], ct)).OrThrow($"sysctl in {plan.Name}");
        await IpAsync(["-n", node.Namespace, "-batch", "-"], plan.Addressing, ct);
        if (plan.FilterText is { } filter)
            (await node.RunAsync("nft", ["-f", "-"], filter, ct)).OrThrow($"nft in {plan.Name}");
        return node;
    }

    /// <summary>The kernel tells of a carrier up to a second after the cable is in.</summary>
    private async Task WaitForCarriersAsync(LabPlan plan, CancellationToken ct)
    {
        // Both ends of each: a bridge forwards nothing through a port whose carrier it has not noticed.
        foreach (var name in plan.Namespaces)
        {
            for (var looks = 0; ; looks++)
            {
                var links = (await Shell.RunAsync("ip", ["-n", NamespaceOf(Id, name), "-brief", "link", "show", "type", "veth"], "/", "", searchFirst: null, ct)).OrThrow("ip link").Output;
                if (links.Split('\n', StringSplitOptions.RemoveEmptyEntries).All(link => link.Contains(" UP ", StringComparison.Ordinal)))
                    break;
                if (looks == MostLooks)
                    throw new InvalidOperationException($"{name} has an interface without a carrier:\n{links}");
                await Task.Delay(BetweenLooks, ct);
            }
        }
    }

    private static async Task IpAsync(IEnumerable<string> arguments, string batch, CancellationToken ct) =>
        (await Shell.RunAsync("ip", arguments, "/", batch, searchFirst: null, ct)).OrThrow($"ip, given\n{batch}\n,");
}
