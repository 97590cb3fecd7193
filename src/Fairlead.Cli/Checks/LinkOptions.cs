using System.CommandLine;
using Fairlead.Probes.Links;

namespace Fairlead.Cli.Checks;

/// <summary>The options of every command that asks a link: from which interface, how fast, by what right, and whether the frames are kept.</summary>
/// <typeparam name="TInterface">A string, or one that may be missing.</typeparam>
internal sealed class LinkOptions<TInterface>
    where TInterface : class?
{
    private readonly Option<double> _rate = new("--rate") { Description = "Broadcasts per second, at most.", DefaultValueFactory = _ => ProbeManners.DefaultRate, HelpName = "n" };
    private readonly Option<bool> _owns = new("--i-own-this-network") { Description = $"Allow a --rate above {ProbeManners.MostForGuests}." };
    private readonly Option<string?> _pcap = new("--pcap") { Description = "Write every raw frame sent and received to this file.", HelpName = "file" };

    public required Option<TInterface> Interface { get; init; }

    public void AddTo(Command command)
    {
        command.Options.Add(Interface);
        command.Options.Add(_rate);
        command.Options.Add(_owns);
        command.Options.Add(_pcap);
        command.Validators.Add(result => ProbeManners.Validate(result, _rate, _owns));
    }

    public double RateOf(ParseResult arguments) => arguments.GetValue(_rate);

    public string? PcapOf(ParseResult arguments) => arguments.GetValue(_pcap);

    /// <exception cref="OutputException">The file can't be made.</exception>
    public PcapWriter? OpenPcap(ParseResult arguments)
    {
        if (PcapOf(arguments) is not { } file)
            return null;
        try
        {
            return new PcapWriter(new BufferedStream(new FileStream(file, FileMode.Create, FileAccess.Write)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"{file} can't be written; nothing was sent.");
        }
    }

    /// <summary>After the answers are shown: they are worth having without the frames.</summary>
    /// <exception cref="OutputException">Frames are missing in the file.</exception>
    public void ClosePcap(ParseResult arguments, PcapWriter? capture)
    {
        capture?.Dispose();
        if (capture?.Fault is { } fault)
            throw new OutputException($"{PcapOf(arguments)} does not hold every frame: {fault.TrimEnd('.')}.");
    }
}

internal static class LinkOptions
{
    /// <summary>From the interface that stands in a segment, unless one is named.</summary>
    public static LinkOptions<string?> InSegment() => new() { Interface = new("--interface") { Description = "Ask from this interface; default: the first that stands in a segment.", HelpName = "interface" } };

    public static LinkOptions<string> OfLink() => new() { Interface = new("--interface") { Description = "Ask from this interface, whose link the addresses must lie on.", HelpName = "interface", Required = true } };

    /// <returns>False, and said so, where links can't be asked.</returns>
    public static bool CanAskFromHere(string command, Terminal terminal)
    {
        if (OperatingSystem.IsLinux())
            return true;
        terminal.Error.WriteLine($"fairlead: '{command}' asks the network from Linux alone. Run it on a Linux machine in the segment; 'plan', 'who' and the others work here.");
        return false;
    }
}
