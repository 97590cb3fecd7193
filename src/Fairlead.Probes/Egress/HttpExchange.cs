using System.Net;
using System.Net.Security;
using System.Text;

namespace Fairlead.Probes.Egress;

/// <summary>One small HTTP/1.1 request on an open connection; what comes back is bounded in size and time.</summary>
internal static class HttpExchange
{
    private const int MostBody = 4096;

    /// <param name="target">As the request line has it: a path, an absolute URL for a proxy, or <c>host:port</c> for CONNECT.</param>
    /// <param name="more">Further lines of the head, each with its CR LF.</param>
    public static async Task<HttpSeen> AskAsync(Stream stream, string method, string target, string host, string more, TimeProvider time, TimeSpan patience, CancellationToken ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(patience);
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{method} {target} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: fairlead\r\nAccept: */*\r\n{more}\r\n"), limited.Token);
            await stream.FlushAsync(limited.Token);
            return await ReadAsync(stream, wantsBody: method == "GET", time, limited.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return HttpSeen.None("no answer in time", time.GetUtcNow());
        }
        catch (IOException exception)
        {
            return HttpSeen.None(TlsExchange.IsReset(exception) ? "the connection was reset" : "the connection was cut", time.GetUtcNow());
        }
    }

    private static async Task<HttpSeen> ReadAsync(Stream stream, bool wantsBody, TimeProvider time, CancellationToken ct)
    {
        var buffer = new byte[HttpHead.Longest + MostBody];
        var filled = 0;
        while (true)
        {
            switch (HttpHead.Read(buffer.AsSpan(0, filled), out var head, out var length))
            {
                case HttpReading.Malformed:
                    return HttpSeen.None($"what came is not HTTP: '{Encoding.Latin1.GetString(buffer, 0, Math.Min(filled, 40))}'", time.GetUtcNow());
                case HttpReading.Whole when head!.Status is >= 100 and < 200 and not 101:
                    // An interim response; the final one follows.
                    buffer.AsSpan(length, filled - length).CopyTo(buffer);
                    filled -= length;
                    continue;
                case HttpReading.Whole:
                    var at = time.GetUtcNow();
                    if (wantsBody)
                        filled += await ReadBodyAsync(stream, buffer.AsMemory(filled, Math.Max(0, Math.Min(buffer.Length, length + MostBody) - filled)), ct);
                    return new(head, Encoding.Latin1.GetString(buffer, length, Math.Min(filled - length, MostBody)), at, null);
                default:
                    break;
            }

            var read = await stream.ReadAsync(buffer.AsMemory(filled), ct);
            if (read == 0)
                return HttpSeen.None(filled == 0 ? "the connection was closed" : "the connection was closed within the head", time.GetUtcNow());
            filled += read;
        }
    }

    /// <summary>Once more, so that a block page that comes behind its head is seen. A body that does not come is no fault.</summary>
    private static async Task<int> ReadBodyAsync(Stream stream, Memory<byte> room, CancellationToken ct)
    {
        if (room.IsEmpty)
            return 0;
        try
        {
            return await stream.ReadAsync(room, ct);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return 0;
        }
    }

    /// <summary>The same by HTTP/2, by the platform's client on a connection that is open already.</summary>
    public static async Task<HttpSeen> AskHttp2Async(SslStream connection, string host, int port, TimeProvider time, TimeSpan patience, CancellationToken ct)
    {
        var isTaken = false;
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            MaxResponseHeadersLength = HttpHead.Longest / 1024,
            ConnectCallback = (_, _) =>
            {
                if (isTaken)
                    throw new IOException("the connection was cut");
                isTaken = true;
                return new(connection);
            },
        };
        using var client = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Head, new UriBuilder("https", host, port).Uri) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.TryAddWithoutValidation("User-Agent", "fairlead");
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(patience);
        try
        {
            using var response = await client.SendAsync(request, limited.Token);
            var fields = response.Headers.NonValidated.Select(field => KeyValuePair.Create(field.Key, field.Value.ToString()));
            return new(new HttpHead("HTTP/2", (int)response.StatusCode, "", [.. fields]), "", time.GetUtcNow(), null);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return HttpSeen.None("no answer in time", time.GetUtcNow());
        }
        catch (HttpRequestException exception)
        {
            return HttpSeen.None(exception.InnerException?.Message ?? exception.Message, time.GetUtcNow());
        }
    }
}
