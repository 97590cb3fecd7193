// Puts Mozilla's roots for servers, as Debian's package ca-certificates has them, into the one PEM file that Fairlead embeds: in order of subject.
//   dotnet run eng/PublicRoots.cs -- 20250419~deb12u2
// The argument is the version of the installed package (dpkg-query -W ca-certificates); it goes into the header and belongs into NOTICE too.
#:property RestorePackagesWithLockFile=false
#:property PublishAot=false

using System.Security.Cryptography.X509Certificates;
using System.Text;

const string source = "/usr/share/ca-certificates/mozilla";
const string target = "src/Fairlead.Probes/Egress/Data/public-roots.pem";

if (args is not [var version])
{
    Console.Error.WriteLine("usage: dotnet run eng/PublicRoots.cs -- PACKAGE-VERSION");
    return 2;
}

var roots = Directory.EnumerateFiles(source, "*.crt")
    .Select(X509CertificateLoader.LoadCertificateFromFile)
    .OrderBy(root => root.Subject, StringComparer.Ordinal)
    .ThenBy(root => root.SerialNumber, StringComparer.Ordinal);

var text = new StringBuilder($"""
    # This Source Code Form is subject to the terms of the Mozilla Public
    # License, v. 2.0. If a copy of the MPL was not distributed with this
    # file, You can obtain one at https://mozilla.org/MPL/2.0/.
    #
    # Mozilla's list of roots that servers' certificates may end in, from Debian's package ca-certificates {version}.
    # Made by eng/PublicRoots.cs: one file, in order of subject; nothing added, nothing left out.

    """);
foreach (var root in roots)
    text.Append('\n').Append("# ").Append(root.Subject).Append('\n').Append(root.ExportCertificatePem()).Append('\n');
File.WriteAllText(target, text.ToString());
return 0;
