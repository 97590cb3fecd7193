using Fairlead.Probes.Links;

namespace Fairlead.Probes.Paths;

/// <summary>What an address answered to echoes of several sizes that nobody may cut.</summary>
/// <param name="First">What came for a small one.</param>
/// <param name="Largest">Octets of the largest IP packet that was answered; 0 when none was.</param>
/// <param name="WasTold">Somebody said that a larger one is too big.</param>
/// <param name="Notice">Who said so, or what ended the small one; null where no ICMP error came.</param>
internal sealed record MtuObservation(EchoAnswer First, int Largest = 0, bool WasTold = false, IcmpNotice? Notice = null)
{
    /// <summary>The packet of the first question, which passes any link.</summary>
    public const int Small = 64;

    /// <summary>Each size twice at most: the small one, the full one, what a router names and one more, and one for each halving of 65,535.</summary>
    public const int MostEchoes = 2 * (1 + 1 + 2 + 16);

    /// <param name="mtu">Octets that the interface takes.</param>
    /// <param name="ask">Sends one echo of so many octets.</param>
    public static async Task<MtuObservation> AskAsync(int mtu, Func<int, Task<EchoReply>> ask)
    {
        var small = await TwiceAsync(Small);
        if (small.Answer != EchoAnswer.Answered)
            return new(small.Answer, Notice: small.Notice);
        var full = await TwiceAsync(mtu);
        if (full.Answer == EchoAnswer.Answered)
            return new(small.Answer, mtu);
        var (wasTold, notice) = (full.Answer == EchoAnswer.TooBig, full.Answer == EchoAnswer.TooBig ? full.Notice : null);
        var (passes, fails) = (Small, mtu);
        // Who says what the next link takes is mostly right, and then one echo more shows it.
        for (var size = notice is { Mtu: > Small } said && said.Mtu < mtu ? said.Mtu : (passes + fails) / 2; fails - passes > 1; size = passes == notice?.Mtu ? passes + 1 : (passes + fails) / 2)
        {
            var reply = await TwiceAsync(size);
            if (reply.Answer == EchoAnswer.Answered)
                passes = size;
            else
                fails = size;
            if (reply.Answer == EchoAnswer.TooBig)
                (wasTold, notice) = (true, reply.Notice ?? notice);
        }

        return new(small.Answer, passes, wasTold, notice);

        async Task<EchoReply> TwiceAsync(int size)
        {
            var reply = await ask(size);
            return reply.Answer == EchoAnswer.Silent ? await ask(size) : reply;
        }
    }
}
