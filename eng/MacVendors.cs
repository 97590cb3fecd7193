// Turns the lists of Debian's package ieee-data into the table that Fairlead embeds: one vendor a line with the prefixes that it was given.
//   dotnet run eng/MacVendors.cs -- 20220827.1
// The argument is the version of the installed package (dpkg-query -W ieee-data); it goes into the header and belongs into NOTICE too.
#:package CsvHelper@34.0.0
#:property ManagePackageVersionsCentrally=false
#:property RestorePackagesWithLockFile=false
#:property PublishAot=false

using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsvHelper;

const string folder = "/usr/share/ieee-data";
const string target = "src/Fairlead.Probes/Vendors/mac-vendors.txt.br";

if (args is not [var version])
{
    Console.Error.WriteLine("usage: dotnet run eng/MacVendors.cs -- PACKAGE-VERSION");
    return 2;
}

// 24, 28 and 36 bits; iab is an older kind of 36.
string[] lists = ["oui.csv", "mam.csv", "oui36.csv", "iab.csv"];
var vendors = lists
    .SelectMany(Read)
    // Blocks that the authority gives out in parts are no vendor's.
    .Where(row => row.Name.Length > 0 && row.Name is not ("Private" or "IEEE Registration Authority"))
    .GroupBy(row => row.Name, row => row.Prefix)
    .OrderBy(vendor => vendor.Key, StringComparer.Ordinal);

var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"# IEEE registries MA-L, MA-M, MA-S and IAB, from Debian's package ieee-data {version}; made by eng/MacVendors.cs\n");
foreach (var vendor in vendors)
    text.Append(vendor.Key).Append('\t').AppendJoin(' ', vendor.Distinct().Order(StringComparer.Ordinal)).Append('\n');

using var compressed = new BrotliStream(File.Create(target), CompressionLevel.SmallestSize);
compressed.Write(Encoding.UTF8.GetBytes(text.ToString()));
return 0;

static IEnumerable<(string Prefix, string Name)> Read(string file)
{
    using var text = new StreamReader(Path.Combine(folder, file));
    using var csv = CsvReader.Create(text, new CsvReaderOptions { HasHeader = false });
    while (csv.Read())
    {
        if (csv.Current.ToArray() is [_, { Length: 6 or 7 or 9 } prefix, var name, ..])
            yield return (prefix.ToUpperInvariant(), Tidy(name));
    }
}

// White space of all kinds becomes one space; characters that can't be seen go.
static string Tidy(string name) =>
    string.Join(' ', new string([.. name.Where(c => char.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned))]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
