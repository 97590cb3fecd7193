using System.Text.Json.Nodes;
using Fairlead.Core.Changes;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.Kea;

/// <summary>
/// The pools of one running Kea, or of both servers of a pair, made as a plan wants them: read, tested by every server, read again, set, and put back everywhere where one
/// of them refuses. Nothing is written to the servers' files unless that is asked for.
/// </summary>
public sealed class KeaTarget : IDisposable
{
    private readonly List<Server> _servers;

    private KeaTarget(List<Server> servers) => _servers = servers;

    /// <summary>Of all servers, each change named once for each server.</summary>
    public IReadOnlyList<Change> Changes => [.. _servers.SelectMany(server => server.Wanted.Changes.Select(change => _servers.Count == 1 ? change : change with { Target = $"{server.Name}: {change.Target}" }))];

    public string Place => string.Join(" and ", _servers.Select(server => server.Name));

    /// <summary>Reads the configurations in force.</summary>
    /// <param name="references">One server, or both of a pair.</param>
    /// <exception cref="UnusableInputException">A server can't be asked, or is of a pair whose partner is not named; nothing was changed.</exception>
    public static async Task<KeaTarget> ReadAsync(IReadOnlyList<SourceReference> references, IReadOnlyList<KeaWish> wishes, ConnectorSettings settings, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(references);
        var servers = new List<Server>();
        try
        {
            foreach (var reference in references)
            {
                if (reference.Kind != SourceKind.Kea || !KeaChannel.IsServer(reference))
                    throw new UnusableInputException($"{reference} is no running Kea. Name kea:unix:SOCKET or kea:http://…; for a file, 'fairlead render kea' writes the part to put into it.");
                servers.Add(await Server.ReadAsync(reference, wishes, settings, ct).ConfigureAwait(false));
            }

            if (servers is [{ Partner: { } partner }])
                throw new UnusableInputException($"{servers[0].Name} is one of a pair with {partner}, and both must hand out the same. Name both servers.");
            return new KeaTarget(servers);
        }
        catch (SourceFailureException failure)
        {
            foreach (var server in servers)
                server.Dispose();
            throw new UnusableInputException($"{failure.Message} {failure.Hint} Nothing is changed.", failure);
        }
    }

    /// <summary>The configuration in force of each server, by its name, for keeping.</summary>
    public IReadOnlyList<(string Server, string Configuration)> Before => [.. _servers.Select(server => (server.Name, server.Current.ToJsonString()))];

    /// <param name="write">Let the servers write their files, which drops comments and includes.</param>
    /// <exception cref="UnusableInputException">A server refused or died; the message says which configuration each has now.</exception>
    public async Task ApplyAsync(bool write, CancellationToken ct)
    {
        var changing = _servers.Where(server => server.Wanted.Config is not null).ToList();
        foreach (var server in changing)
        {
            await Step(server, "Nothing is changed.", () => server.TestAsync(ct)).ConfigureAwait(false);
            await Step(server, "Nothing is changed.", () => server.AssertUnchangedAsync(ct)).ConfigureAwait(false);
        }

        var set = new List<Server>();
        foreach (var server in changing)
        {
            try
            {
                await server.SetAsync(server.Wanted.Config!, ct).ConfigureAwait(false);
                set.Add(server);
            }
            catch (Exception exception) when (exception is SourceFailureException or OperationCanceledException or IOException)
            {
                // The one that failed as well: it may have taken the new one before it fell silent. Whoever stops the program waits for this.
                throw new UnusableInputException($"{server.Name}: {exception.Message} {await PutBackAsync([server, .. set]).ConfigureAwait(false)}", exception);
            }
        }

        if (!write)
            return;
        foreach (var server in set)
            await Step(server, "The new pools are in force, but the server's file still has the old ones: they come back when it starts again.", () => server.WriteAsync(ct)).ConfigureAwait(false);
    }

    public void Dispose()
    {
        foreach (var server in _servers)
            server.Dispose();
    }

    private static async Task Step(Server server, string state, Func<Task> step)
    {
        try
        {
            await step().ConfigureAwait(false);
        }
        catch (SourceFailureException failure)
        {
            throw new UnusableInputException($"{server.Name}: {failure.Message} {state}", failure);
        }
    }

    private static async Task<string> PutBackAsync(IEnumerable<Server> servers)
    {
        var left = new List<string>();
        foreach (var server in servers)
        {
            try
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
                await server.SetAsync(server.WithoutHash, limit.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is SourceFailureException or OperationCanceledException or IOException)
            {
                left.Add(server.Name);
            }
        }

        return left.Count == 0 ? "Every server has its old configuration." : $"Which configuration {string.Join(" and ", left)} has is not known: look with config-get, or start it again, and it reads its file. Every other server has its old one.";
    }

    private sealed class Server : IDisposable
    {
        private readonly KeaChannel _channel;

        private Server(string name, KeaChannel channel, JsonObject current, string? partner, KeaChanges wanted) =>
            (Name, _channel, Current, Partner, Wanted) = (name, channel, current, partner, wanted);

        public string Name { get; }

        public JsonObject Current { get; }

        /// <summary>Null: it stands alone.</summary>
        public string? Partner { get; }

        public KeaChanges Wanted { get; }

        public JsonObject WithoutHash
        {
            get
            {
                var copy = (JsonObject)Current.DeepClone();
                copy.Remove("hash");
                return copy;
            }
        }

        public static async Task<Server> ReadAsync(SourceReference reference, IReadOnlyList<KeaWish> wishes, ConnectorSettings settings, CancellationToken ct)
        {
            var channel = new KeaChannel(reference, settings);
            try
            {
                var answer = (await channel.SendAsync("config-get", null, ct).ConfigureAwait(false)).OrThrow("config-get");
                var configuration = KeaConfiguration.Of(answer.Arguments ?? throw SourceFailureException.Malformed("config-get", "the answer has no arguments."), "config-get");
                var current = ArgumentsOf(answer.Raw);
                return new Server(reference.ToString(), channel, current, configuration.Subnets.Select(subnet => subnet.Partner).FirstOrDefault(partner => partner is not null), KeaChanges.Between(current, wishes));
            }
            catch
            {
                channel.Dispose();
                throw;
            }
        }

        public async Task TestAsync(CancellationToken ct) => (await _channel.SendAsync("config-test", Wanted.Config, ct).ConfigureAwait(false)).OrThrow("config-test");

        /// <summary>Between the look and the step somebody may have changed it: then nothing of theirs is lost.</summary>
        public async Task AssertUnchangedAsync(CancellationToken ct)
        {
            var now = (await _channel.SendAsync("config-get", null, ct).ConfigureAwait(false)).OrThrow("config-get");
            if (!JsonNode.DeepEquals(ArgumentsOf(now.Raw), Current))
                throw new SourceFailureException(FailureReason.Refused, "its configuration changed while Fairlead was working.", "Run it again.");
        }

        public async Task SetAsync(JsonObject configuration, CancellationToken ct) => (await _channel.SendAsync("config-set", configuration, ct).ConfigureAwait(false)).OrThrow("config-set");

        public async Task WriteAsync(CancellationToken ct) => (await _channel.SendAsync("config-write", null, ct).ConfigureAwait(false)).OrThrow("config-write");

        public void Dispose() => _channel.Dispose();

        private static JsonObject ArgumentsOf(string raw)
        {
            var root = JsonNode.Parse(raw);
            return ((root is JsonArray { Count: > 0 } list ? list[0] : root)?["arguments"] as JsonObject)?.DeepClone() as JsonObject ?? throw SourceFailureException.Malformed("config-get", "the answer has no arguments.");
        }
    }
}
