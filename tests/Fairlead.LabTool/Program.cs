using Fairlead.Testing.Lab;

return args switch
{
    ["list"] => List(),
    ["up", var name] => await UpAsync(name),
    ["hold", var name] => await HoldAsync(name),
    ["down"] => await DownAsync(),
    ["ledger", var folder] => await UnsyncedLedger.ServeAsync(folder),
    _ => Usage(),
};

static int List()
{
    foreach (var scenario in LabScenarios.All)
        Console.WriteLine($"  {scenario.Name,-16}{scenario.Description}");
    return 0;
}

static async Task<int> UpAsync(string name)
{
    if (Find(name) is not { } scenario)
        return 2;
    await LabNetwork.RemoveAsync(LabScenarios.HandId);
    await ShowAsync(await LabNetwork.StartAsync(scenario.Describe, LabScenarios.HandId, outlivesProcess: true, CancellationToken.None));
    Console.WriteLine("./lab shell NODE enters a machine, ./lab down removes them all.");
    return 0;
}

// One of its own, for as long as somebody holds it: the end of the input, or of this process in any way, removes it.
static async Task<int> HoldAsync(string name)
{
    if (Find(name) is not { } scenario)
        return 2;
    await using var network = await LabNetwork.StartAsync(scenario.Describe, CancellationToken.None);
    await ShowAsync(network);
    Console.WriteLine($"held as {network.Id} until the input ends");
    await Console.In.ReadToEndAsync();
    return 0;
}

static LabScenario? Find(string name)
{
    var found = LabScenarios.All.FirstOrDefault(each => each.Name == name);
    if (found is null)
    {
        Console.Error.WriteLine($"lab: there is no '{name}'. There are:");
        List();
    }

    return found;
}

static async Task ShowAsync(LabNetwork network)
{
    foreach (var node in network.Nodes)
    {
        var addresses = await node.RunAsync("ip", ["-brief", "address", "show", "up"], CancellationToken.None);
        Console.WriteLine(node.Name);
        foreach (var line in addresses.Output.Split('\n').Where(line => line.Length > 0 && !line.StartsWith("lo ", StringComparison.Ordinal)))
            Console.WriteLine($"  {string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))}");
    }
}

static async Task<int> DownAsync()
{
    if (await LabNetwork.RemoveAsync(LabScenarios.HandId))
        return 0;
    Console.Error.WriteLine("lab: none is up.");
    return 1;
}

static int Usage()
{
    Console.Error.WriteLine("usage: ./lab list | up NAME | shell NODE [COMMAND…] | down | hold NAME");
    return 2;
}
