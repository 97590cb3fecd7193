# What nodes of oslo reach without the proxy, made by Fairlead: beside the other arguments of az connectedk8s connect; and as 'noproxy' in the file of az arcappliance createconfig.
az connectedk8s connect --proxy-skip-range '127.0.0.1,::1,localhost,.svc,10.30.0.0/22,2001:db8:30::/64,10.30.0.20,2001:db8:30::20,10.244.0.0/16,fd00:10:244::/56,10.96.0.0/16,fd00:10:96::/112,10.30.0.21,10.99.1.1'
