using System.Text;
using Fairlead.Core.Sites.Text;
using Fairlead.SiteFiles;
using FsCheck.Xunit;
using Xunit;

namespace Fairlead.Tests.Init;

public sealed class YamlScalarTests
{
    [Theory]
    [InlineData("madrid", "madrid")]
    [InlineData("DPG K8s/Prod", "DPG K8s/Prod")]
    [InlineData("10.20.0.0/22", "10.20.0.0/22")]
    [InlineData("2001:db8::/64", "2001:db8::/64")]
    [InlineData("fe80::", "\"fe80::\"")]
    [InlineData("123", "\"123\"")]
    [InlineData("1.30", "\"1.30\"")]
    [InlineData("true", "\"true\"")]
    [InlineData("no", "\"no\"")]
    [InlineData("a: b", "\"a: b\"")]
    [InlineData("a # b", "\"a # b\"")]
    [InlineData("", "\"\"")]
    [InlineData("a\nb", "\"a\\u000ab\"")]
    public void Is_quoted_only_when_needed(string text, string yaml) => Assert.Equal(yaml, YamlScalar.Of(text));

    [Property]
    public void Reads_back_as_the_same_text(string? text)
    {
        var wanted = new string([.. (text ?? "").Where(c => !char.IsSurrogate(c))]);
        var bytes = Encoding.UTF8.GetBytes($"a: {YamlScalar.Of(wanted)}  # {YamlScalar.Comment(wanted)}\nb: [x]\n");
        var root = Assert.IsType<MappingNode>(Assert.Single(SiteFileReader.Parse("a.yaml", bytes)).Root);
        Assert.Equal((wanted, ScalarKind.Text), root["a"] is ScalarNode scalar ? (scalar.Text, scalar.Kind) : default);
        Assert.IsType<ListNode>(root["b"]);
    }
}
