using System.Text;
using Fairlead.Core.Sites.Text;
using Fairlead.SiteFiles;
using Xunit;

namespace Fairlead.Tests.SiteFiles;

public sealed class JsonPlaceTests
{
    /// <summary>Machines write JSON on one line; columns count UTF-16 code units, whatever the bytes before.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(200_000)]
    public void Columns_go_on_along_one_long_line(int names)
    {
        var text = $"{{\"names\":[{string.Join(',', Enumerable.Repeat("\"é𝄞\"", names))}],\"last\":1}}";
        var last = Root(text)["last"]!;
        Assert.Equal((1, text.Length - 1), (last.Line, last.Column));
    }

    [Fact]
    public void Columns_begin_again_on_each_line()
    {
        var root = Root("{\"é\": [1,\n 2],\r\n\n  \"last\":\n1}");
        var numbers = Assert.IsType<ListNode>(root["é"]);
        Assert.Equal([(1, 8), (2, 2), (5, 1)], numbers.Items.Append(root["last"]!).Select(node => (node.Line, node.Column)));
    }

    private static MappingNode Root(string text) =>
        Assert.IsType<MappingNode>(SiteFileReader.Parse("site.json", Encoding.UTF8.GetBytes(text))[0].Root);
}
