:: What nodes of madrid reach without the proxy, made by Fairlead. It replaces the list; the proxy is named in the same command.
netsh winhttp set proxy proxy-server="%HTTPS_PROXY_HOST_AND_PORT%" bypass-list="127.0.0.1;localhost;*.svc;10.20.0.*;10.20.1.*;10.20.2.*;10.20.3.*;10.20.1.50;10.20.0.21"
