// Turns the list of Debian's package publicsuffix into the form that Fairlead embeds: one rule a line, lower-case ASCII, ordinal order.
//   dotnet run eng/PublicSuffixes.cs -- 20230209.2326-1
// The argument is the version of the installed package (dpkg-query -W publicsuffix); it goes into the header and belongs into NOTICE too.
#:property RestorePackagesWithLockFile=false
#:property PublishAot=false

using System.Globalization;
using System.Text;

const string list = "/usr/share/publicsuffix/public_suffix_list.dat";
const string target = "src/Fairlead.Core/Endpoints/Data/public-suffixes.txt";

if (args is not [var version])
{
    Console.Error.WriteLine("usage: dotnet run eng/PublicSuffixes.cs -- PACKAGE-VERSION");
    return 2;
}

// The names are in normalised form already; an underscore or the like is not ours to judge.
var idn = new IdnMapping { UseStd3AsciiRules = false };
var rules = File.ReadLines(list)
    .Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))
    .Select(line => line.Split([' ', '\t'], 2)[0])
    .Select(rule => string.Join('.', rule.Split('.').Select(Ascii)))
    .Distinct()
    .Order(StringComparer.Ordinal);

var text = new StringBuilder()
    .Append(CultureInfo.InvariantCulture, $"""
        // This Source Code Form is subject to the terms of the Mozilla Public
        // License, v. 2.0. If a copy of the MPL was not distributed with this
        // file, You can obtain one at https://mozilla.org/MPL/2.0/.
        //
        // Public Suffix List, https://publicsuffix.org/list/ , from Debian's package publicsuffix {version}.
        // Changed for Fairlead by eng/PublicSuffixes.cs: comments dropped, names in ASCII, sorted; both sections are here.

        """);
foreach (var rule in rules)
    text.Append(rule).Append('\n');
File.WriteAllText(target, text.ToString());
return 0;

string Ascii(string label)
{
    var exception = label.StartsWith('!');
    var name = exception ? label[1..] : label;
    if (!Ascii7(name))
        name = idn.GetAscii(name);
    return (exception ? "!" : "") + name.ToLowerInvariant();
}

static bool Ascii7(string label) => label.All(char.IsAscii);
