using System.Globalization;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.VSphere;

/// <summary>vCenter's managed objects, as one reading or a chain of updates left them.</summary>
internal sealed class Inventory
{
    private readonly Dictionary<string, VimObject> _objects = new(StringComparer.Ordinal);

    public void Enter(VimObject entered) => _objects[entered.Reference.Id] = entered;

    public void Apply(VimUpdate update)
    {
        if (update.Kind == "leave")
        {
            _objects.Remove(update.Reference.Id);
            return;
        }

        if (update.Kind == "enter" || !_objects.TryGetValue(update.Reference.Id, out var known))
            Enter(known = new VimObject(update.Reference));
        foreach (var (path, value) in update.Properties)
        {
            known.Properties[path] = value;
            known.Missing.Remove(path);
        }

        foreach (var path in update.Unset)
            known.Properties.Remove(path);
        foreach (var (path, fault) in update.Missing)
            known.Missing[path] = fault;
    }

    /// <summary>In the order of ids, so that the same inventory is the same observation whatever order it came in.</summary>
    public Observation ToObservation(ObservedSource source, DateTimeOffset readAt)
    {
        var ordered = _objects.Values.OrderBy(each => each.Reference.Id.Length).ThenBy(each => each.Reference.Id, StringComparer.Ordinal).ToList();
        var networks = new InventoryNetworks(ordered, this);
        var machines = new InventoryMachines(networks, this);
        return new Observation
        {
            Source = source,
            ReadAt = readAt,
            Networks = networks.All,
            Hosts = [.. ordered.Where(each => each.Reference.Type == "HostSystem").Select(host => InventoryHosts.Of(host, this))],
            Machines = [.. ordered.Where(each => each.Reference.Type == "VirtualMachine").Select(machines.Of)],
            Notes = [.. NotesOf(ordered)],
        };
    }

    public VimObject? Find(VimReference? reference) => reference is { } sought ? _objects.GetValueOrDefault(sought.Id) : null;

    /// <summary>Names of the datacenter and folders above, with slashes, as govc and Terraform write inventory paths: <c>DC0/network</c>. The root has no name there.</summary>
    public string PathTo(VimObject child)
    {
        var names = new Stack<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var each = Find(child.Parent); each?.Parent is { } parent && seen.Add(each.Reference.Id); each = Find(parent))
            names.Push(each.Name);

        return string.Join('/', names);
    }

    /// <summary>What is missing for one reason is one note, however many objects miss it.</summary>
    private static IEnumerable<ObservationNote> NotesOf(List<VimObject> objects)
    {
        if (!objects.Exists(each => each.Reference.Type is "VirtualMachine" or "HostSystem"))
            yield return new("inventory", "this user sees no VM and no host: give it the role Read-only at vCenter's root, with propagation");
        foreach (var same in objects.SelectMany(each => each.Missing.Select(missing => (Object: each, missing.Key, missing.Value))).GroupBy(each => (each.Object.Reference.Type, each.Key, each.Value)))
        {
            var first = same.First().Object;
            yield return new($"{same.Key.Type} {same.Key.Key}", string.Create(CultureInfo.InvariantCulture, $"is not known for {same.Count()} of them, the first {first.Name} ({same.Key.Value})"));
        }
    }
}
