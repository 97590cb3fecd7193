using System.Globalization;
using System.Text;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Deliverables.ControlPlane;

/// <summary>
/// keepalived and haproxy, kubeadm's documented alternative: VRRP (RFC 9568) holds the control plane IP on a node whose haproxy reaches an API server. The files are the
/// same on every node: nodes lease their addresses, so nobody is named as a peer, and none is preferred.
/// </summary>
internal static class Keepalived
{
    /// <summary>From here up to 255, one for each cluster of a segment; routers as a rule use low ones.</summary>
    private const int FirstRouterId = 200;

    public static RenderTarget Target { get; } = new("keepalived", DeliveryStep.Cluster, "keepalived and haproxy: what holds the control plane IP without kube-vip, and kubeadm's part.", Render);

    private static Rendered Render(RenderRequest request)
    {
        var (files, losses) = (new List<DeliverableFile>(), new List<string>());
        foreach (var (cluster, folder) in request.NamedClusters(cluster => IsHeld(cluster) && cluster.ControlPlaneIps.Count > 0))
        {
            KubernetesNames.Of(cluster);
            files.Add(new($"{folder}/keepalived.conf", Vrrp(cluster, RouterIdOf(cluster, request))));
            files.Add(new($"{folder}/check-api-server", Check(cluster)));
            files.Add(new($"{folder}/haproxy.cfg", Haproxy(cluster)));
            files.Add(new($"{folder}/haproxy.env", Nodes(cluster)));
            files.Add(new($"{folder}/kubeadm.yaml", Kubeadm.Configuration(cluster, LocalPort(cluster))));
            losses.Add($"Cluster {cluster}: haproxy has to know the control plane nodes' addresses, which DHCP gives them: write them into haproxy.env, or keep them with reservations.");
            losses.Add($"Cluster {cluster}: VRRP version 3 has no authentication (RFC 9568, 9): whoever stands in the segment can take the address.");
        }

        return new(files, losses);
    }

    private static bool IsHeld(Cluster cluster) => cluster.ControlPlane.Provider.Or(ControlPlaneProvider.KubeVip) == ControlPlaneProvider.Keepalived;

    /// <summary>By the cluster's place among those of its segment, whichever of them are asked for now.</summary>
    private static int RouterIdOf(Cluster cluster, RenderRequest request)
    {
        var place = request.Plan.Estate.Clusters.Where(other => IsHeld(other) && other.Segment == cluster.Segment).Select(other => other.Subject.ToString()).Order(StringComparer.Ordinal).ToList().IndexOf(cluster.Subject.ToString());
        var id = FirstRouterId + place;
        return id <= 255 ? id : throw new UnusableInputException($"{cluster.Subject}: segment {cluster.Segment} has more than {256 - FirstRouterId} clusters held by keepalived, and VRRP has no more ids for them. Put some on another segment.");
    }

    /// <summary>Where the API servers listen themselves; haproxy has the port that clients use.</summary>
    private static int LocalPort(Cluster cluster) => cluster.ApiPort == 65535 ? 65534 : cluster.ApiPort + 1;

    private static string Vrrp(Cluster cluster, int id)
    {
        var text = new StringBuilder($$"""
            # Holds the control plane IP of {{Excerpt.Of(cluster.ToString())}}, made by Fairlead. To /etc/keepalived/keepalived.conf of every control plane node, the same on each.
            # The node's interface in the segment:
            $INTERFACE=eth0

            global_defs {
                router_id {{cluster.Name}}
                vrrp_version 3
                enable_script_security
                script_user nobody nogroup
            }

            vrrp_script api_server {
                script "/etc/keepalived/check-api-server"
                interval 2
                timeout 2
                fall 2
                rise 2
            }

            """.ReplaceLineEndings("\n"));
        var names = cluster.ControlPlaneIps.Select(ip => ip.Value.IsV4 ? "control_plane_4" : "control_plane_6").ToList();
        if (names.Count > 1)
            text.Append($"\n# Both addresses stay on one node.\nvrrp_sync_group control_plane {{\n    group {{\n{string.Concat(names.Select(name => $"        {name}\n"))}    }}\n    track_script {{\n        api_server\n    }}\n}}\n");
        foreach (var (ip, name) in cluster.ControlPlaneIps.Zip(names))
        {
            text.Append(CultureInfo.InvariantCulture, $"\nvrrp_instance {name} {{\n    state BACKUP\n    nopreempt\n    interface $INTERFACE\n    virtual_router_id {id}\n    priority 100\n    advert_int 1\n    garp_master_delay 1\n    garp_master_refresh 60\n");
            if (ip.Value.IsV6)
                text.Append("    native_ipv6\n");
            text.Append(CultureInfo.InvariantCulture, $"    virtual_ipaddress {{\n");
            if (ip.Value.IsV6)
                text.Append("        # VRRP of IPv6 begins with a link-local address (RFC 9568, 5.2.9).\n").Append(CultureInfo.InvariantCulture, $"        fe80::{id:x}/64\n");
            text.Append(CultureInfo.InvariantCulture, $"        {ip.Value}/{(ip.Value.IsV4 ? 32 : 128)}\n    }}\n");
            if (names.Count == 1)
                text.Append($"    track_script {{\n        api_server\n    }}\n");
            text.Append("}\n");
        }

        return text.ToString();
    }

    private static string Check(Cluster cluster) => $$"""
        #!/bin/sh
        # Whether haproxy on this node reaches an API server; made by Fairlead for {{Excerpt.Of(cluster.ToString())}}. To /etc/keepalived/check-api-server, owned by root, mode 0755.
        exec curl --silent --fail --insecure --max-time 2 --output /dev/null https://localhost:{{cluster.ApiPort.ToString(CultureInfo.InvariantCulture)}}/healthz

        """.ReplaceLineEndings("\n");

    private static string Haproxy(Cluster cluster)
    {
        var text = new StringBuilder($$"""
            # The API servers of {{Excerpt.Of(cluster.ToString())}} behind one port, made by Fairlead. To /etc/haproxy/haproxy.cfg of every control plane node; addresses stand in haproxy.env.
            global
                log stdout format raw local0
                maxconn 4000

            defaults
                log global
                mode tcp
                option tcplog
                option dontlognull
                timeout connect 5s
                timeout client 4h
                timeout server 4h
                timeout check 2s

            frontend api_server
                bind :::{{cluster.ApiPort.ToString(CultureInfo.InvariantCulture)}} v4v6
                default_backend control_plane

            backend control_plane
                option httpchk
                http-check send meth GET uri /healthz
                http-check expect status 200
                balance roundrobin

            """.ReplaceLineEndings("\n"));
        for (var node = 1; node <= cluster.ControlPlaneNodes; node++)
            text.Append(CultureInfo.InvariantCulture, $"    server control-plane-{node} \"${{CONTROL_PLANE_{node}}}\":{LocalPort(cluster)} check check-ssl verify none inter 2s fall 2 rise 2 on-marked-down shutdown-sessions\n");
        return text.ToString();
    }

    private static string Nodes(Cluster cluster)
    {
        var text = new StringBuilder($"# Addresses of the control plane nodes of {Excerpt.Of(cluster.ToString())}, for haproxy.cfg. To /etc/default/haproxy of every control plane node.\n");
        for (var node = 1; node <= cluster.ControlPlaneNodes; node++)
            text.Append(CultureInfo.InvariantCulture, $"CONTROL_PLANE_{node}=\n");
        return text.ToString();
    }
}
