using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Connectors.Http;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.Kea;

/// <summary>
/// Commands to a running Kea: by the daemon's Unix socket (<c>kea:unix:PATH</c>), or by HTTP to the Control Agent (up to 2.x) or to the daemon itself (since 2.7).
/// The agent answers with a list, one item for each service, the daemon with one object.
/// </summary>
internal sealed class KeaChannel : IDisposable
{
    /// <summary>Result codes of the Kea API: the command is not known, and there is nothing of what was asked for.</summary>
    public const int Unsupported = 2;
    public const int Empty = 3;

    private const string SocketMark = "unix:";

    private readonly string? _socket;
    private readonly SourceHttp? _http;
    private readonly string _service;
    private readonly long _largest;

    /// <exception cref="UnusableInputException">The reference names no socket and no address, or its credentials can't be used.</exception>
    public KeaChannel(SourceReference reference, ConnectorSettings settings)
    {
        _largest = settings.LargestDocument;
        _service = reference["service"] ?? "dhcp4";
        if (reference.Place.StartsWith(SocketMark, StringComparison.Ordinal))
        {
            _socket = reference.Place[SocketMark.Length..];
            return;
        }

        _http = new SourceHttp(reference, settings);
        var credentials = Credentials.Of(reference, settings);
        if (credentials is { User: { } user, Password: { } password })
            _http.Authorization = SourceHttp.Basic(user, password);
    }

    public static bool IsServer(SourceReference reference) => reference.Place.StartsWith(SocketMark, StringComparison.Ordinal) || reference.Place.StartsWith("http", StringComparison.Ordinal);

    /// <exception cref="SourceFailureException">No answer, or none that Kea gives.</exception>
    public async Task<KeaAnswer> SendAsync(string command, JsonObject? arguments, CancellationToken ct)
    {
        var message = new JsonObject { ["command"] = command };
        if (arguments is not null)
            message["arguments"] = arguments.DeepClone();
        var text = _socket is { } socket ? await OverSocketAsync(socket, message, ct).ConfigureAwait(false) : await OverHttpAsync(_http!, message, ct).ConfigureAwait(false);
        var root = KeaReader.ReadAnswer(command, text);
        var answer = root is KeaList { Values: [var only, ..] } ? only : root;
        return answer["result"]?.Number is { } result
            ? new KeaAnswer((int)result, answer["text"]?.Text ?? "", answer["arguments"], text)
            : throw SourceFailureException.Malformed(command, "the answer has no result, as every answer of Kea has.", "Look whether the address is Kea's.");
    }

    public void Dispose() => _http?.Dispose();

    private async Task<string> OverHttpAsync(SourceHttp http, JsonObject message, CancellationToken ct)
    {
        message["service"] = new JsonArray(JsonValue.Create(_service));
        using var request = new HttpRequestMessage(HttpMethod.Post, http.Address)
        {
            Content = new StringContent(message.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        var (response, body) = await http.SendAsync(request, ct).ConfigureAwait(false);
        using (response)
        {
            return response.IsSuccessStatusCode
                ? Encoding.UTF8.GetString(body)
                : throw new SourceFailureException(FailureReason.Refused, $"it answers with status {(int)response.StatusCode}.", "Look whether the address is that of Kea's control agent, or of a daemon.");
        }
    }

    /// <summary>One command for each connection; the daemon closes it behind the answer.</summary>
    private async Task<string> OverSocketAsync(string path, JsonObject message, CancellationToken ct)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ct).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            throw new SourceFailureException(FailureReason.Unreachable, $"nothing answers at the socket {path} ({exception.Message}).", "Look at control-socket in the server's configuration, and whether this user may open it.", exception);
        }

        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), ct).ConfigureAwait(false);
        using var whole = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, ct).ConfigureAwait(false) is var read and > 0)
        {
            if (whole.Length + read > _largest)
                throw new SourceFailureException(FailureReason.TooLarge, $"the answer to {message["command"]} is larger than {_largest >> 20} MiB.", "Read the lease file in its place.");
            whole.Write(buffer, 0, read);
            // A daemon that keeps the connection open has said all when its object is whole.
            if (buffer[read - 1] is (byte)'}' or (byte)']' or (byte)'\n' && IsWhole(whole))
                break;
        }

        return Encoding.UTF8.GetString(whole.GetBuffer(), 0, (int)whole.Length);
    }

    private static bool IsWhole(MemoryStream answer)
    {
        var reader = new Utf8JsonReader(answer.GetBuffer().AsSpan(0, (int)answer.Length), isFinalBlock: false, default);
        try
        {
            return reader.Read() && reader.TrySkip();
        }
        catch (JsonException)
        {
            return true;
        }
    }
}

/// <param name="Result">0: done.</param>
/// <param name="Arguments">Null where the answer has none.</param>
/// <param name="Raw">As it came.</param>
internal sealed record KeaAnswer(int Result, string Text, KeaNode? Arguments, string Raw)
{
    public bool IsGood => Result == 0;

    /// <exception cref="SourceFailureException">Kea did not do it.</exception>
    public KeaAnswer OrThrow(string command) => IsGood ? this : throw new SourceFailureException(FailureReason.Refused, $"{command} is refused: {Text}", "Look at the server's log.");
}
