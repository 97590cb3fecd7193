# What nodes of bergen reach without the proxy, made by Fairlead: beside the other arguments of az connectedk8s connect; and as 'noproxy' in the file of az arcappliance createconfig.
az connectedk8s connect --proxy-skip-range '127.0.0.1,::1,localhost,.svc,vcenter.bergen.example,10.40.0.0/22,10.40.0.20,10.244.0.0/16,10.96.0.0/12,10.40.9.5'
