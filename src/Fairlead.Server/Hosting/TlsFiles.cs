namespace Fairlead.Server.Hosting;

/// <summary>A certificate and its key, as PEM files. Replaced files are used from the next connection on.</summary>
/// <param name="CertificateFile">The server's certificate first, then those of the authorities between it and the root.</param>
/// <param name="KeyFile">Not encrypted; readable by the server alone.</param>
public sealed record TlsFiles(string CertificateFile, string KeyFile);
