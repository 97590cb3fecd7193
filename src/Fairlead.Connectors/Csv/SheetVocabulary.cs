namespace Fairlead.Connectors.Csv;

/// <summary>What the names of columns mean, in English, German or Spanish: in a network plan, or in an address book.</summary>
internal sealed class SheetVocabulary
{
    // Names without case, spaces, signs and accents; a number at the end (DNS1, DNS2) is cut off.
    private static readonly (SheetField Field, string Names)[] s_ofPlans =
    [
        (SheetField.Name, "name segment segmentname networkname netzname netzwerkname subnetname vlanname nombre nombredered nombrered bezeichnung"),
        (SheetField.PortGroup, "portgroup portgroupname dvportgroup dpg portgruppe grupodepuertos vspherenetwork nsxsegment logicalswitch"),
        (SheetField.Description, "description beschreibung descripcion comment comments notes note kommentar bemerkung bemerkungen comentario comentarios notas remark remarks purpose zweck usage verwendung uso"),
        (SheetField.Vlan, "vlan vlanid vlannr vlannumber vlannummer vlantag"),
        (SheetField.Subnet, "subnet subnetz subred network netz netzwerk red cidr prefix praefix ipnetwork networkaddress netzadresse netzwerkadresse direccionred direcciondered subnetcidr ipsubnet networkcidr subnetprefix networkid netid subnetmaskcidr subnetaddress"),
        (SheetField.Mask, "mask netmask subnetmask maske netzmaske netzwerkmaske subnetzmaske mascara mascaradered mascaradesubred prefixlength praefixlaenge"),
        (SheetField.Gateway, "gateway gw defaultgateway defaultgw standardgateway router puertadeenlace pasarela gatewayip gatewayaddress"),
        (SheetField.Dns, "dns dnsserver dnsservers primarydns secondarydns dnsprimary dnssecondary servidordns servidoresdns nameserver nameservers dnsip"),
        (SheetField.DhcpStart, "dhcpstart dhcpfrom dhcpvon dhcpbeginn dhcpanfang dhcpinicio dhcpdesde dhcpfirst scopestart rangestart poolstart dhcpstartip dhcprangestart dhcpscopestart dhcppoolstart iniciodhcp"),
        (SheetField.DhcpEnd, "dhcpend dhcpto dhcpbis dhcpende dhcpfin dhcphasta dhcplast scopeend rangeend poolend dhcpendip dhcprangeend dhcpscopeend dhcppoolend findhcp"),
        (SheetField.DhcpRange, "dhcp dhcprange dhcpscope dhcppool scope dhcpbereich rangodhcp dhcprango ambitodhcp dhcpaddresses dhcpadressen"),
        (SheetField.DhcpServer, "dhcpserver dhcpservers servidordhcp servidoresdhcp dhcprelay"),
        (SheetField.LeaseTime, "lease leasetime leaseduration leasedauer dhcplease dhcpleasetime tiempodeconcesion"),
        (SheetField.Exclude, "exclude excluded exclusion exclusions dhcpexclusion dhcpexclusions dhcpexclude ausschluss ausschluesse exclusiones"),
        (SheetField.Reserved, "reserved reservedrange reservedranges reservedips reserviert reservierungen reservado reservados"),
        (SheetField.Cluster, "cluster clusters clustername kubernetescluster k8scluster k8s akscluster nombredelcluster kubernetes"),
        (SheetField.ControlPlaneIP, "vip controlplane controlplaneip controlplanevip controlplaneendpoint cpip cpvip apivip apiip apiserver apiserverip apiservervip kubeapi kubevip clustervip kubevipaddress"),
        (SheetField.LoadBalancer, "loadbalancer lb metallb loadbalancerrange lbrange lbpool metallbpool metallbrange loadbalancerip loadbalancerips lbip lbips serviceips loadbalancerpool balanceador balanceadordecarga lastverteiler"),
        (SheetField.Esxi, "esxi esx esxihost esxihosts esxhost esxhosts host hosts hypervisor esxiip esxiips hostip hostips physicalhost physicalhosts"),
        (SheetField.VCenter, "vcenter vcenterserver vcsa vcenterip vcenterhost vcenteraddress"),
        (SheetField.Ntp, "ntp ntpserver ntpservers timeserver zeitserver servidorntp"),
        (SheetField.Address, "ip ipaddress ipadresse ipaddr address adresse direccionip direccion ipv4 ipv4address ipv4adresse"),
    ];

    /// <summary>These win over those of plans.</summary>
    private static readonly (SheetField Field, string Names)[] s_ofBooks =
    [
        (SheetField.First, "first start startaddress startip firstip firstaddress from von desde beginn anfang inicio rangefrom"),
        (SheetField.Last, "last end endaddress endip lastip lastaddress to bis hasta ende fin rangeto"),
        (SheetField.Reserved, "range iprange addressrange bereich adressbereich ipbereich rango rangoip"),
        (SheetField.Space, "vrf vrfname addressspace networkview view adressraum espacio"),
        (SheetField.Status, "status state zustand estado"),
        (SheetField.Role, "role rolle rol function funktion funcion type typ tipo"),
        (SheetField.Site, "site standort sede location scope sitename"),
        (SheetField.Owner, "dnsname hostname fqdn host device geraet equipo assigned owner server machine vm parent"),
    ];

    private readonly Dictionary<string, SheetField> _byName;

    private SheetVocabulary(params (SheetField Field, string Names)[][] tables)
    {
        _byName = new(StringComparer.Ordinal);
        foreach (var (field, names) in tables.SelectMany(table => table))
        {
            foreach (var name in names.Split(' '))
                _byName[name] = field;
        }
    }

    public static SheetVocabulary Plan { get; } = new(s_ofPlans)
    {
        Examples = "VLAN, Subnet, Gateway, DNS, Cluster, VIP",
        Advice = " Say what columns hold: --map 'Netz=subnet', or by number for a sheet without names: --map 3=gateway.",
    };

    public static SheetVocabulary Book { get; } = new(s_ofPlans, s_ofBooks) { Examples = "Prefix, Start and End, IP address, VLAN, VRF, Status" };

    /// <summary>Names of columns, for messages.</summary>
    public string Examples { get; private init; } = "";

    /// <summary>What to do about a sheet of other names; begins with a blank, or is empty.</summary>
    public string Advice { get; private init; } = "";

    /// <param name="name">In lower case, without spaces, signs and accents.</param>
    public bool TryGet(string name, out SheetField field) => _byName.TryGetValue(name, out field);
}
