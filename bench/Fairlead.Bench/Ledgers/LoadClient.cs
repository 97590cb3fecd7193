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
        var read = 0;
        do
        {
            var more = await stream.ReadAsync(_buffer.AsMemory(read), CancellationToken.None);
            if (more == 0)
                throw new InvalidOperationException("The server closed the connection.");
            read += more;
        }
        while (!IsWhole(_buffer.AsSpan(0, read)));
        return int.Parse(Encoding.ASCII.GetString(_buffer, 9, 3), CultureInfo.InvariantCulture);
    }

    /// <summary>With a length, or in chunks of which the last is empty (RFC 9112 sections 6 and 7.1).</summary>
    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        var length = answer[..head].IndexOf("Content-Length: "u8);
        if (length < 0)
            return answer.EndsWith("\r\n0\r\n\r\n"u8);
        var digits = answer[(length + 16)..head];
        var end = digits.IndexOf((byte)'\r');
        return answer.Length >= head + 4 + int.Parse(end < 0 ? digits : digits[..end], CultureInfo.InvariantCulture);
    }
}
