# Made by Fairlead, for a DHCP server on Windows. Run it in a PowerShell of an administrator there, or give it to who keeps the server.
# A scope that is there already is left as it is: then only exclusions are added.
$ErrorActionPreference = 'Stop'

# turku/nodes, 10.50.0.0/22
if (-not (Get-DhcpServerv4Scope -ScopeId 10.50.0.0 -ErrorAction SilentlyContinue)) {
  Add-DhcpServerv4Scope -Name 'turku/nodes' -StartRange 10.50.1.0 -EndRange 10.50.2.255 -SubnetMask 255.255.252.0 -LeaseDuration (New-TimeSpan -Seconds 28800) -State InActive
}
Set-DhcpServerv4OptionValue -ScopeId 10.50.0.0 -Router 10.50.0.1 -DnsServer 10.50.9.53, 10.50.9.54 -Force
Set-DhcpServerv4Scope -ScopeId 10.50.0.0 -State Active

# turku/batch, 10.50.4.0/24
if (-not (Get-DhcpServerv4Scope -ScopeId 10.50.4.0 -ErrorAction SilentlyContinue)) {
  Add-DhcpServerv4Scope -Name 'turku/batch' -StartRange 10.50.4.50 -EndRange 10.50.4.200 -SubnetMask 255.255.255.0 -LeaseDuration (New-TimeSpan -Seconds 28800) -State InActive
}
Set-DhcpServerv4OptionValue -ScopeId 10.50.4.0 -Router 10.50.4.1 -DnsServer 10.50.9.53, 10.50.9.54 -Force
Set-DhcpServerv4Scope -ScopeId 10.50.4.0 -State Active
