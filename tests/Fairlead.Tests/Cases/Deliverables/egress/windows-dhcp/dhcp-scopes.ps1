# Made by Fairlead, for a DHCP server on Windows. Run it in a PowerShell of an administrator there, or give it to who keeps the server.
# A scope that is there already is left as it is: then only exclusions are added.
$ErrorActionPreference = 'Stop'

# bergen/nodes, 10.40.0.0/22
if (-not (Get-DhcpServerv4Scope -ScopeId 10.40.0.0 -ErrorAction SilentlyContinue)) {
  Add-DhcpServerv4Scope -Name 'bergen/nodes' -StartRange 10.40.1.0 -EndRange 10.40.2.255 -SubnetMask 255.255.252.0 -LeaseDuration (New-TimeSpan -Seconds 28800) -State InActive
}
Set-DhcpServerv4OptionValue -ScopeId 10.40.0.0 -Router 10.40.0.1 -DnsServer 10.40.9.53, 10.40.9.54 -Force
Set-DhcpServerv4Scope -ScopeId 10.40.0.0 -State Active
