using System.Globalization;
using System.Text;
using Fairlead.Core.Firewalls;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Deliverables.Egress;

/// <summary>
/// An explicit proxy that lets out what a site's machines need and nothing else: squid's access rules by the name that is asked for, and by the name in the TLS greeting (peek and
/// splice: nothing is decrypted), so that asking for one name and greeting another does not pass.
/// </summary>
internal static class Squid
{
    public static RenderTarget Target { get; } = new("squid", DeliveryStep.Network, "squid: the site's egress, by names asked for and names in TLS greetings.", Render);

    private static Rendered Render(RenderRequest request)
    {
        var (files, losses) = (new List<DeliverableFile>(), new List<string>());
        foreach (var (site, name) in request.NamedSites)
        {
            var groups = EgressGroups.Of(site, FirewallPlan.Of(site), losses);
            var over = groups.Where(group => group.Protocol == "tcp").ToList();
            foreach (var group in groups.Except(over))
                losses.Add($"Site {site.Name}: {string.Join(", ", group.Hosts)} by {group.Protocol} {group.Port.ToString(CultureInfo.InvariantCulture)} does not go through an HTTP proxy; open it elsewhere.");
            if (over.Count == 0)
                continue;
            files.Add(new($"{name}-egress.conf", Rules(Excerpt.Of(site.Name), over)));
            losses.Add($"Site {site.Name}: squid needs a port with ssl-bump (Debian: squid-openssl) to see TLS greetings, and a certificate of its own for that port. What is allowed is passed on untouched; a client that is refused gets squid's answer under that certificate, which it most likely calls invalid.");
        }

        return new(files, losses);
    }

    private static string Rules(string site, List<EgressGroup> groups)
    {
        var text = new StringBuilder($"# What machines of {site} may reach through squid, made by Fairlead. For a file of /etc/squid/conf.d, before any other http_access; the port itself is yours, such as\n#   http_port 3128 ssl-bump cert=/etc/squid/port.pem generate-host-certificates=off\nacl fairlead_connect method CONNECT\nacl fairlead_greeting at_step SslBump1\n");
        for (var at = 0; at < groups.Count; at++)
        {
            var (group, number) = (groups[at], at + 1);
            text.Append(CultureInfo.InvariantCulture, $"\n# {group.Names}, port {group.Port}\nacl fairlead_from_{number} src {string.Join(' ', group.Sources.Select(range => range.IsSingle ? range.First.ToString() : $"{range.First}-{range.Last}"))}\nacl fairlead_port_{number} port {group.Port}\n");
            foreach (var host in group.Hosts.Select(Domain))
                text.Append(CultureInfo.InvariantCulture, $"acl fairlead_to_{number} dstdomain {host}\nacl fairlead_greets_{number} ssl::server_name {host}\n");
            if (group.Port == 443)
                text.Append(CultureInfo.InvariantCulture, $"http_access allow fairlead_connect fairlead_from_{number} fairlead_port_{number} fairlead_to_{number}\n");
            else
                text.Append(CultureInfo.InvariantCulture, $"http_access allow fairlead_from_{number} fairlead_port_{number} fairlead_to_{number}\n");
        }

        text.Append("\nhttp_access deny all\n\n# The greeting is looked at, and passed on untouched or not at all.\nssl_bump peek fairlead_greeting\n");
        for (var number = 1; number <= groups.Count; number++)
            text.Append(CultureInfo.InvariantCulture, $"ssl_bump splice fairlead_from_{number} fairlead_greets_{number}\n");
        return text.Append("ssl_bump terminate all\n").ToString();
    }

    /// <summary>squid writes a domain and all below it with a point before it.</summary>
    private static string Domain(string host) => host.StartsWith("*.", StringComparison.Ordinal) ? host[1..] : host;
}
