# What nodes of madrid reach without the proxy, made by Fairlead: beside the other arguments of az connectedk8s connect; and as 'noproxy' in the file of az arcappliance createconfig.
az connectedk8s connect --proxy-skip-range '127.0.0.1,::1,localhost,.svc,10.20.0.0/22,2001:db8:20::/64,10.20.1.50,2001:db8:20::20,10.20.0.21'
