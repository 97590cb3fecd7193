using System.Net.NetworkInformation;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;

namespace Fairlead.Probes.Paths;

/// <summary>What an address answered to echoes of several sizes with "don't fragment" set.</summary>
/// <param name="AnswersEcho">It answered a small one.</param>
/// <param name="Largest">Octets of the largest IP packet that was answered; 0 when none was.</param>
/// <param name="WasTold">Somebody said that a larger one is too big.</param>
public sealed record MtuObservation(bool AnswersEcho, int Largest, bool WasTold)
{
    /// <summary>The packet of the first question, which passes any link.</summary>
    private const int Small = 64;

    private const int HeadersV4 = 20 + 8;
    private const int HeadersV6 = 40 + 8;

    /// <summary>At most 2 + 2 + 11 echoes.</summary>
    public const int MostEchoes = 15;

    /// <param name="mtu">Octets that the interface takes.</param>
    /// <param name="patience">For each echo.</param>
    public static async Task<MtuObservation> AskAsync(IpAddr target, int mtu, TimeSpan patience, CancellationToken ct)
    {
        var wasTold = false;
        if (!await PassesAsync(Small) && !await PassesAsync(Small))
            return new(false, 0, wasTold);
        if (await PassesAsync(mtu) || await PassesAsync(mtu))
            return new(true, mtu, wasTold);
        var (passes, fails) = (Small, mtu);
        while (fails - passes > 1)
        {
            var middle = (passes + fails) / 2;
            if (await PassesAsync(middle))
                passes = middle;
            else
                fails = middle;
        }

        return new(true, passes, wasTold);

        async Task<bool> PassesAsync(int size)
        {
            using var ping = new Ping();
            var payload = new byte[size - (target.IsV4 ? HeadersV4 : HeadersV6)];
            try
            {
                var reply = await ping.SendPingAsync(target.ToNet(), patience, payload, new PingOptions(64, dontFragment: true), ct);
                wasTold |= reply.Status == IPStatus.PacketTooBig;
                return reply.Status == IPStatus.Success;
            }
            catch (PingException)
            {
                // The kernel knows by now that the path is narrower (EMSGSIZE), or has no route.
                wasTold |= size > Small;
                return false;
            }
        }
    }
}
