using System.Text;
using Fairlead.Connectors.ArmTemplates;
using Fairlead.Core.Sites.Text;
using Fairlead.SiteFiles;
using Xunit;

namespace Fairlead.Tests.Connectors.ArmTemplates;

public sealed class ArmFunctionsTests
{
    private const string Template = """
        {
          "parameters": {
            "name": {"defaultValue": "Shop"}, "count": {"defaultValue": 3}, "on": {"defaultValue": true}, "open": {"type": "string"},
            "list": {"defaultValue": ["a", "b", "c"]}, "thing": {"defaultValue": {"inner": {"ip": "10.0.0.1"}}}, "round": {"defaultValue": "[parameters('round')]"}
          },
          "variables": {
            "full": "[concat('vnet-', toLower(parameters('name')))]",
            "copy": [{"name": "numbered", "count": 3, "input": "[concat('n', copyIndex('numbered', 1))]"}]
          }
        }
        """;

    [Theory]
    [InlineData("[variables('full')]", "vnet-shop")]
    [InlineData("[toUpper('a''b')]", "A'B")]
    [InlineData("[[not an expression]", "[not an expression]")]
    [InlineData("plain", "plain")]
    [InlineData("[format('{0}-{1:}', 'a', 1)]", null)]
    [InlineData("[format('{0}-{1}{{}}', 'a', 1)]", "a-1{}")]
    [InlineData("[if(equals(parameters('count'), 3), 'three', reference('x'))]", "three")]
    [InlineData("[if(parameters('open'), 'a', 'b')]", null)]
    [InlineData("[string(and(parameters('on'), not(false())))]", "True")]
    [InlineData("[string(and(false(), parameters('open')))]", "False")]
    [InlineData("[string(or(parameters('on'), parameters('open')))]", "True")]
    [InlineData("[first(parameters('list'))]", "a")]
    [InlineData("[last(split('10.20.0.0/22', '/'))]", "22")]
    [InlineData("[join(union(parameters('list'), createArray('c', 'd')), '+')]", "a+b+c+d")]
    [InlineData("[parameters('thing').inner.ip]", "10.0.0.1")]
    [InlineData("[parameters('thing')['inner']['IP']]", "10.0.0.1")]
    [InlineData("[union(parameters('thing'), createObject('inner', createObject('port', 6443))).inner.ip]", "10.0.0.1")]
    [InlineData("[parameters('list')[1]]", "b")]
    [InlineData("[parameters('list')[9]]", null)]
    [InlineData("[string(length(parameters('list')))]", "3")]
    [InlineData("[substring('10.20.0.0', 0, 5)]", "10.20")]
    [InlineData("[substring('10', 1, 5)]", null)]
    [InlineData("[replace('a.b', '.', '-')]", "a-b")]
    [InlineData("[string(int('7'))]", "7")]
    [InlineData("[string(bool('true'))]", "True")]
    [InlineData("[join(variables('numbered'), ',')]", "n1,n2,n3")]
    [InlineData("[resourceId('Microsoft.X/a/b', 'one', 'two')]", "Microsoft.X/a/one/b/two")]
    [InlineData("[resourceId('group', 'Microsoft.X/a', 'one')]", "Microsoft.X/a/one")]
    [InlineData("[resourceGroup().location]", "westeurope")]
    [InlineData("[parameters('open')]", null)]
    [InlineData("[parameters('round')]", null)]
    [InlineData("[reference('x').ip]", null)]
    [InlineData("[uniqueString('x')]", null)]
    [InlineData("[concat('a', ]", null)]
    [InlineData("[concat('a]", null)]
    [InlineData("[contoso.name('x')]", null)]
    [InlineData("[]", null)]
    public void Functions_give_what_Azure_gives_or_nothing(string text, string? expected)
    {
        var value = Scope().Evaluate(new ScalarNode(text, ScalarKind.Text, 4, 1));

        if (expected is null)
            Assert.IsType<ArmUnknown>(value);
        else
            Assert.Equal(expected, value.AsText);
    }

    [Fact]
    public void Doubling_a_text_again_and_again_ends()
    {
        var text = "'x'";
        for (var i = 0; i < 12; i++)
            text = $"concat({text}, {text})";
        Assert.IsType<ArmText>(Scope().Evaluate(new ScalarNode($"[{text}]", ScalarKind.Text, 1, 1)));

        var huge = "'0123456789012345678901234567890123456789'";
        for (var i = 0; i < 12; i++)
            huge = $"concat({huge}, {huge})";
        Assert.IsType<ArmUnknown>(Scope().Evaluate(new ScalarNode($"[{huge}]", ScalarKind.Text, 1, 1)));
    }

    private static ArmScope Scope()
    {
        var root = (MappingNode)SiteFileReader.Parse("t.json", Encoding.UTF8.GetBytes(Template))[0].Root!;
        return new ArmScope(new ArmWork(), root, "t.json") { Location = "westeurope" };
    }
}
