using System.Net.Sockets;
using Fairlead.Probes.Links;

namespace Fairlead.Probes.Egress;

/// <summary>Asks as every program of this machine does: its files, its servers, in its order.</summary>
internal sealed class SystemHostResolver(TimeSpan patience) : IHostResolver
{
    public string Servers => "this machine's resolver";

    public async Task<NameSeen> ResolveAsync(string host, CancellationToken ct)
    {
        try
        {
            // A thread each: the platform's resolver blocks one, and a pool that grows by two a second would put sixty names in a queue.
            // A name with a dot at its end is complete: search domains are not tried.
            var addresses = await Task.Factory.StartNew(() => System.Net.Dns.GetHostAddresses(host + "."), ct, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(patience, ct);
            return addresses.Length == 0
                ? new([], Servers, "the name has no address")
                : new([.. addresses.Select(address => address.ToIpAddr()).Distinct()], Servers, null);
        }
        catch (TimeoutException)
        {
            return new([], Servers, "no answer");
        }
        catch (SocketException exception)
        {
            return new([], Servers, exception.SocketErrorCode switch
            {
                SocketError.HostNotFound => "there is no such name",
                SocketError.NoData => "the name has no address",
                SocketError.TryAgain => "no answer, or the server failed",
                _ => "the server failed",
            });
        }
    }
}
