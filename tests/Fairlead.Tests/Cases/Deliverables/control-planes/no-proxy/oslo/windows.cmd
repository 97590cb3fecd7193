:: What nodes of oslo reach without the proxy, made by Fairlead. It replaces the list; the proxy is named in the same command.
netsh winhttp set proxy proxy-server="%HTTPS_PROXY_HOST_AND_PORT%" bypass-list="127.0.0.1;localhost;*.svc;10.30.0.*;10.30.1.*;10.30.2.*;10.30.3.*;10.30.0.20;10.244.*;10.96.*;10.30.0.21;10.99.1.1"
