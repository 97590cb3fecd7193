namespace Fairlead.Tests.Reports;

/// <summary>A site whose every text tries to break out of a report.</summary>
internal static class HostileText
{
    public const string Script = "<script>alert(1)</script>";

    /// <summary>A turn of the reading direction, what nobody sees, quotes, the end of a CDATA section, a table's pipe, markup, a mention, a link.</summary>
    public const string Everything = "\u202Egnp.exe\u202C \u200B\"'&lt;]]>--> | `|` <img src=x onerror=alert(1)> <b>@nobody</b> </style></title></textarea> [x](javascript:alert(1))";

    public const string Site = $$"""
        # {{Script}} {{Everything}}
        apiVersion: fairlead.dev/v1
        kind: Site
        name: "<script>alert(1)</script>|`a`"
        profile: aks-arc-vmware
        region: "<b>nowhere</b>"
        infrastructure: {vcenter: {host: "<i>v</i>.local"}, other: [{range: 10.0.0.0/29, for: "{{Script}}"}]} # {{Script}}
        proxy: {http: "http://<u>p</u>.local:1"}
        firewall: {allow: [{host: "*"}, {host: "<svg/onload=alert(1)>"}]}
        segments:
          - name: 'seg"><script>alert(1)</script> ]]> | \u202e'
            vsphereNetwork: "x | <script>alert(1)</script> \u202Egnp"
            prefix: 10.0.0.0/24
            addressing: dhcp
            dhcp: {scopes: [{range: 10.0.0.0-10.0.0.20}]} # {{Everything}}
            reserved: [{range: 10.0.0.5, for: "<script>alert(1)</script> | `x`"}]
        clusters:
          - name: "c' onmouseover='alert(1)"
            segment: 'seg"><script>alert(1)</script> ]]> | \u202e'
            controlPlane: {ip: 10.0.0.7} # {{Script}}
            nodePools: [{name: "]]>", vmSize: "{{Script}}"}]
            services: 3
        overrides:
          - {rule: FL4001, subject: "<script>alert(1)</script>|`a`", reason: "</details><script>alert(1)</script> @nobody | \u2066 x"}
        """;
}
