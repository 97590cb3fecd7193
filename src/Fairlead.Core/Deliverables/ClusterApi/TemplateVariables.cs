using System.Text;

namespace Fairlead.Core.Deliverables.ClusterApi;

/// <summary>
/// What a site file does not say and a cluster of Cluster API needs, as variables of one template, which clusterctl and Flux fill in alike: <c>${NAME}</c>. Their names are those that the
/// provider for vSphere uses in its own templates. None of them is a password.
/// </summary>
internal sealed class TemplateVariables
{
    private static readonly (string Name, string Meaning)[] s_known =
    [
        ("KUBERNETES_VERSION", "the version of the template's kubelet, such as v1.33.1"),
        ("VSPHERE_SERVER", "vCenter: its name or address"),
        ("VSPHERE_TLS_THUMBPRINT", "the SHA-1 thumbprint of vCenter's certificate"),
        ("VSPHERE_DATACENTER", "the datacenter's name or inventory path"),
        ("VSPHERE_DATASTORE", "the datastore's name or inventory path"),
        ("VSPHERE_FOLDER", "the folder for the VMs"),
        ("VSPHERE_RESOURCE_POOL", "the resource pool for the VMs"),
        ("VSPHERE_TEMPLATE", "the template to clone; its /etc/machine-id must be empty"),
        ("HTTP_PROXY", "the proxy for HTTP, credentials included"),
        ("HTTPS_PROXY", "the proxy for HTTPS, credentials included"),
    ];

    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>A value that somebody fills in.</summary>
    public string this[string name]
    {
        get
        {
            _used.Add(name);
            return $"${{{name}}}";
        }
    }

    /// <summary>Text of a user's own, in which nothing is to be filled in.</summary>
    public static string Literal(string text) => text.Replace("${", "$${", StringComparison.Ordinal);

    /// <summary>As clusterctl's configuration file takes them, empty, each with what it means.</summary>
    public string Blank(string cluster)
    {
        var text = new StringBuilder($"# What the site file of {cluster} does not say. Fill it in for: clusterctl generate yaml --config FILE --from cluster-template.yaml\n");
        foreach (var (name, meaning) in s_known.Where(variable => _used.Contains(variable.Name)))
            text.Append($"# {meaning}\n{name}: \"\"\n");
        return text.ToString();
    }
}
