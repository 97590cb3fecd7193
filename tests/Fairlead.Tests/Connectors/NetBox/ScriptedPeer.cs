using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Fairlead.Tests.Connectors.NetBox;

/// <summary>An HTTP server on loopback that answers as a script says; null: it never answers.</summary>
internal sealed class ScriptedPeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, string, (int Status, string Body)?> _answer;
    private readonly Task _work;

    /// <param name="answer">Path and query, and the Authorization header, to status and body.</param>
    public ScriptedPeer(Func<string, string, (int Status, string Body)?> answer)
    {
        _answer = answer;
        _listener.Start();
        _work = ServeAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public List<string> Asked { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            var path = (await reader.ReadLineAsync(_stop.Token))!.Split(' ')[1];
            var authorization = "";
            while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } header)
            {
                if (header.StartsWith("Authorization: ", StringComparison.OrdinalIgnoreCase))
                    authorization = header["Authorization: ".Length..];
            }

            Asked.Add(path);
            if (_answer(path, authorization) is not var (status, body))
            {
                await Task.Delay(Timeout.Infinite, _stop.Token);
                return;
            }

            var octets = Encoding.UTF8.GetBytes(body);
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {octets.Length}\r\nConnection: close\r\n\r\n"), _stop.Token);
            await stream.WriteAsync(octets, _stop.Token);
        }
    }
}
