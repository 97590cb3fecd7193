# Made by Fairlead, for a DHCP server on Windows. Run it in a PowerShell of an administrator there, or give it to who keeps the server.
# A scope that is there already is left as it is: then only exclusions are added.
$ErrorActionPreference = 'Stop'

# madrid/k8s-prod, 10.20.0.0/22
if (-not (Get-DhcpServerv4Scope -ScopeId 10.20.0.0 -ErrorAction SilentlyContinue)) {
  Add-DhcpServerv4Scope -Name 'madrid/k8s-prod' -StartRange 10.20.1.0 -EndRange 10.20.2.255 -SubnetMask 255.255.252.0 -LeaseDuration (New-TimeSpan -Seconds 28800) -State InActive
}
Add-DhcpServerv4ExclusionRange -ScopeId 10.20.0.0 -StartRange 10.20.1.50 -EndRange 10.20.1.59
Set-DhcpServerv4OptionValue -ScopeId 10.20.0.0 -Router 10.20.0.1 -DnsServer 10.10.0.53, 10.10.0.54 -Force
Set-DhcpServerv4Scope -ScopeId 10.20.0.0 -State Active
