using System.Text;
using Fairlead.Connectors;
using Fairlead.Connectors.ArmTemplates;
using Fairlead.Connectors.Csv;
using Fairlead.Connectors.NetBox;
using Fairlead.Tests.Connectors.ArmTemplates;
using Fairlead.Tests.Connectors.NetBox;
using Fairlead.Tests.Fuzzing;
using Xunit;

namespace Fairlead.Tests.Connectors;

/// <summary>Whatever a source gives is values or one failure: a fixed seed in every run, a million inputs each in the soak campaign.</summary>
public sealed class ImportFuzzTests
{
    /// <summary>A template takes a tenth of a millisecond and more: fewer in every run.</summary>
    private const int Inputs = 5_000;

    private static readonly Dictionary<string, (string[] Seeds, Action<byte[]> Read)> All = new()
    {
        ["netbox"] = ([NetBoxJsonTests.Export, """[{"prefix": "10.0.0.0/24"}]""", """{"count": 1, "next": "http://x/", "results": [{"address": "::1/64"}]}"""], octets => new NetBoxJson("n.json").ReadExport(octets)),
        ["netbox-page"] = (["""{"count": 1, "next": "http://x/", "results": [{"address": "10.0.0.1/24", "status": {"value": "active"}}]}"""], octets => new NetBoxJson("n.json").ReadPage(octets)),
        ["csv"] = (["Prefix,Status,VRF,VLAN\n10.0.0.0/24,active,blue,220\n10.0.1.0/24,,,servers (4)\n", "IP Address;Hostname\n10.0.0.9/24;nas\n", "Start,End\n10.0.0.1,10.0.0.9\n"], octets => AddressBook.Read("a.csv", octets)),
        ["arm"] = ([ArmTemplateTests.VMware, ArmTemplateTests.AzureLocal], octets => ArmTemplate.Read("t.json", octets, "p.json", Encoding.UTF8.GetBytes(ArmTemplateTests.Parameters), null)),
        ["arm-parameters"] = ([ArmTemplateTests.Parameters], octets => ArmTemplate.Read("t.json", Encoding.UTF8.GetBytes(ArmTemplateTests.VMware), "p.json", octets, null)),
        ["arm-expression"] = (["[concat('a', parameters('b').c[0], if(true(), '''', -7))]", "[format('{0}', copyIndex('x', 1))]"], ReadExpression),
    };

    public static TheoryData<string> Sources => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_source_survives_the_inputs_of_a_fixed_seed(string source) => CodecFuzz.Survive(Next(source), Read(source), Inputs, least: 0.01);

    [Theory]
    [Trait("Category", "Soak")]
    [MemberData(nameof(Sources))]
    public void A_source_survives_a_million_inputs(string source) => CodecFuzz.Soak(Next(source), Read(source), least: 0.01);

    private static void ReadExpression(byte[] octets)
    {
        var text = Encoding.Latin1.GetString(octets);
        if (!ArmExpression.IsOne(text) || ArmExpression.Parse(text, out _) is null)
            throw SourceFailureException.Malformed("expression", "none");
    }

    private static Func<Random, byte[]> Next(string source)
    {
        var seeds = All[source].Seeds.Select(Encoding.UTF8.GetBytes).ToArray();
        return random => CodecFuzz.Mutated(seeds, random);
    }

    private static Func<byte[], bool> Read(string source) => octets =>
    {
        try
        {
            All[source].Read(octets);
            return true;
        }
        catch (SourceFailureException failure)
        {
            Assert.DoesNotContain(failure.Message, char.IsControl);
            return false;
        }
    };
}
