using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Fairlead.Testing.Lab.Paths;

/// <summary>Machines that tell the time: a real chronyd, one whose clock is wrong, and a web server over TLS.</summary>
public static class Clocks
{
    /// <summary>A chronyd that serves this machine's own clock and never sets it.</summary>
    public static NodePlan Chrony(this NodePlan node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Runs(async (machine, ct) =>
        {
            var file = await machine.WriteAsync("chrony.conf", $"local stratum 8\nallow all\ncmdport 0\nbindcmdaddress {machine.Folder}/chrony/sock\npidfile {machine.Folder}/chrony.pid\n", ct);
            // It goes into the background when it is ready.
            (await machine.RunAsync("/usr/sbin/chronyd", ["-x", "-u", "root", "-f", file], ct)).OrThrow("chronyd");
        });
    }

    /// <param name="ahead">Seconds.</param>
    /// <param name="stratum">16: it says that it is not synchronised.</param>
    public static NodePlan WrongClock(this NodePlan node, int ahead, int stratum = 2)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Runs((machine, ct) => machine.Start("/usr/bin/python3", [Script("wrong_clock.py"), Text(ahead), Text(stratum)]).WaitForAsync("ready", ct));
    }

    /// <summary>HTTPS on port 443 with a certificate that nobody trusts; each answer's Date is so many seconds ahead.</summary>
    public static NodePlan Web(this NodePlan node, int ahead = 0)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Runs(async (machine, ct) =>
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest("CN=vcenter.contoso.test", key, HashAlgorithmName.SHA256);
            using var certificate = request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero));
            var file = await machine.WriteAsync("server.pem", certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n", ct);
            await machine.Start("/usr/bin/python3", [Script("web.py"), file, Text(ahead)]).WaitForAsync("ready", ct);
        });
    }

    private static string Script(string name) => Repository.PathOf("tests", "Fairlead.Testing", "Lab", "Paths", name);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
