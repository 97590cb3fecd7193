using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Fairlead.Bench.Ledgers;

/// <summary>One client with one connection that reserves an address, waits for the answer, and reserves the next. As little of its own as can be.</summary>
internal sealed class LoadClient(Uri server, string token, int number) : IDisposable
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly TcpClient _connection = new() { NoDelay = true };

    /// <summary>Of each reservation, in milliseconds.</summary>
    public List<double> Latencies { get; } = [];

    public async Task RunAsync(CancellationToken until)
    {
        await _connection.ConnectAsync(server.Host, server.Port, CancellationToken.None);
        var stream = _connection.GetStream();
        for (var request = 0; !until.IsCancellationRequested; request++)
        {
            var body = string.Create(CultureInfo.InvariantCulture, $$"""{"kind":"load-balancer","owner":"c{{number}}-{{request}}"}""");
            var text = string.Create(CultureInfo.InvariantCulture, $"POST /api/v1/sites/wide/segments/all/reservations HTTP/1.1\r\nHost: {server.Authority}\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: {number}-{request}-{Environment.TickCount64}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            var begin = Stopwatch.GetTimestamp();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text), CancellationToken.None);
            var status = await ReadAnswerAsync(stream);
            if (status != 201)
                throw new InvalidOperationException($"The server answers {status}: {Encoding.UTF8.GetString(_buffer.AsSpan(0, 1000))}");
            Latencies.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }
    }

    public void Dispose() => _connection.Dispose();

    private async Task<int> ReadAnswerAsync(NetworkStream stream)
    {
        var (read, end, length) = (0, -1, 0);
        while (end < 0 || read < end + length)
        {
            var more = await stream.ReadAsync(_buffer.AsMemory(read), CancellationToken.None);
            if (more == 0)
                throw new InvalidOperationException("The server closed the connection.");
            read += more;
            if (end >= 0 || _buffer.AsSpan(0, read).IndexOf("\r\n\r\n"u8) is not (>= 0 and var head))
                continue;
            end = head + 4;
            var headers = Encoding.ASCII.GetString(_buffer, 0, end);
            var at = headers.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase) + 16;
            length = int.Parse(headers.AsSpan(at, headers.IndexOf('\r', at) - at), CultureInfo.InvariantCulture);
        }

        return int.Parse(Encoding.ASCII.GetString(_buffer, 9, 3), CultureInfo.InvariantCulture);
    }
}
