using System.Net;
using System.Net.Http.Headers;
using System.Xml.Linq;
using Fairlead.Connectors.Http;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.VSphere;

/// <summary>
/// A session with vCenter by its SOAP API (vSphere Web Services API, vim25): logs in once, and logs out when disposed, which also frees the views and
/// filters made in it. Whatever vCenter refuses is a <see cref="SourceFailureException"/>.
/// </summary>
internal sealed class VimSession : IAsyncDisposable
{
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(5);

    private readonly SourceHttp _http;
    private readonly Uri _address;
    private string _version = "6.7"; // every vCenter since 2018 speaks it
    private VimReference _sessions = new("SessionManager", "SessionManager");
    private bool _isLoggedIn;

    private VimSession(SourceHttp http)
    {
        _http = http;
        _address = http.Address.AbsolutePath.Length > 1 ? http.Address : new Uri(http.Address, "/sdk");
    }

    public VimReference RootFolder { get; private set; } = new("Folder", "group-d1");

    public VimReference PropertyCollector { get; private set; } = new("PropertyCollector", "propertyCollector");

    public VimReference ViewManager { get; private set; } = new("ViewManager", "ViewManager");

    /// <summary>A source may be named by its host alone.</summary>
    public static SourceReference WithScheme(SourceReference reference) =>
        reference.Place.Contains("://", StringComparison.Ordinal) ? reference : reference with { Place = $"https://{reference.Place}" };

    /// <exception cref="UnusableInputException">No user or no password is given.</exception>
    /// <exception cref="SourceFailureException">vCenter can't be reached or does not let this user in.</exception>
    public static async Task<VimSession> OpenAsync(SourceReference reference, ConnectorSettings settings, CancellationToken ct)
    {
        if (Credentials.Of(reference, settings) is not { User: { Length: > 0 } user, Password: { Length: > 0 } password })
            throw new UnusableInputException($"{reference}: vCenter asks who reads. Name a user with user= and password-file=, or set FAIRLEAD_VCENTER_USER and FAIRLEAD_VCENTER_PASSWORD; the role Read-only suffices.");
        var session = new VimSession(new SourceHttp(WithScheme(reference), settings));
        try
        {
            if (!session._http.IsPrivate)
                throw new UnusableInputException($"{reference} would get the password unprotected; use https.");
            await session.LoginAsync(user, password, ct).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task LoginAsync(string user, string password, CancellationToken ct)
    {
        var content = (await CallAsync("RetrieveServiceContent", new("ServiceInstance", "ServiceInstance"), [], ct).ConfigureAwait(false)).Child("returnval");
        if (content.Child("about").Child("apiType")?.Value == "HostAgent")
            throw new SourceFailureException(FailureReason.Refused, "this is an ESXi host, not a vCenter.", "Name the vCenter that manages it.");
        RootFolder = VimReference.Of(content.Child("rootFolder")) ?? RootFolder;
        PropertyCollector = VimReference.Of(content.Child("propertyCollector")) ?? PropertyCollector;
        ViewManager = VimReference.Of(content.Child("viewManager")) ?? ViewManager;
        _sessions = VimReference.Of(content.Child("sessionManager")) ?? _sessions;
        // What vSphere 7 brought (which port groups NSX backs) is told only to those who speak 7.
        if (int.TryParse(content.Child("about").Child("apiVersion")?.Value.Split('.')[0], out var major) && major >= 7)
            _version = "7.0";
        await CallAsync("Login", _sessions, [new XElement(VimXml.Vim + "userName", user), new XElement(VimXml.Vim + "password", password)], ct).ConfigureAwait(false);
        _isLoggedIn = true;
    }

    /// <returns>The answer's element.</returns>
    public async Task<XElement> CallAsync(string method, VimReference self, IReadOnlyList<XElement> arguments, CancellationToken ct) =>
        VimXml.Body(method, await SendAsync(method, self, arguments, ct).ConfigureAwait(false));

    /// <returns>The whole answer, which is no fault.</returns>
    public async Task<byte[]> SendAsync(string method, VimReference self, IReadOnlyList<XElement> arguments, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = Content(method, self, arguments) };
        request.Headers.Add("SOAPAction", $"urn:vim25/{_version}");
        var (response, body) = await _http.SendAsync(request, ct).ConfigureAwait(false);
        using (response)
        {
            if (response.StatusCode == HttpStatusCode.OK)
                return body;
            if (response.StatusCode == HttpStatusCode.NotFound)
                throw new SourceFailureException(FailureReason.NotFound, $"there is no {_address.AbsolutePath} (status 404).", "Name vCenter itself, as in vcenter:https://vcenter.example.com.");
            if (response.StatusCode != HttpStatusCode.InternalServerError)
                throw new SourceFailureException(FailureReason.Refused, $"it answers {method} with status {(int)response.StatusCode}.", "Look whether vCenter's services run.");
        }

        throw VimFault.Explain(method, VimXml.Body(method, body));
    }

    public async ValueTask DisposeAsync()
    {
        if (_isLoggedIn)
        {
            using var limit = new CancellationTokenSource(LongestFarewell);
            try
            {
                await SendAsync("Logout", _sessions, [], limit.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is SourceFailureException or OperationCanceledException)
            {
                // vCenter ends the session by itself when it has been idle.
            }
        }

        _http.Dispose();
    }

    private static ByteArrayContent Content(string method, VimReference self, IReadOnlyList<XElement> arguments)
    {
        try
        {
            return new ByteArrayContent(VimXml.Request(new XElement(VimXml.Vim + method, self.ToElement("_this"), arguments))) { Headers = { ContentType = new MediaTypeHeaderValue("text/xml") { CharSet = "utf-8" } } };
        }
        catch (ArgumentException)
        {
            // The one place where a user's text goes in; it is not repeated.
            throw new UnusableInputException("vCenter's user or password holds a control character, which XML can't carry. Look at the file or variable it comes from.");
        }
    }
}
