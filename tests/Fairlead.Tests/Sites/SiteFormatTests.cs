using System.Text.Json;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites;
using Xunit;

namespace Fairlead.Tests.Sites;

public sealed class SiteFormatTests
{
    private static readonly JsonElement Definitions = JsonDocument.Parse(SiteSchema.Text).RootElement.GetProperty("$defs");

    public static TheoryData<string> Objects =>
        [.. Definitions.EnumerateObject().Where(definition => definition.Value.TryGetProperty("properties", out _)).Select(definition => definition.Name)];

    [Theory]
    [MemberData(nameof(Objects))]
    public void Every_object_declares_its_fields_in_reading_order(string definition)
    {
        var fields = Definitions.GetProperty(definition).GetProperty("properties").EnumerateObject().Select(field => field.Name).ToList();
        Assert.Equal(fields.OrderBy(field => ReadingOrder.All.ToList().IndexOf(field)), fields);
    }

    [Fact]
    public void The_reading_order_knows_the_fields_of_the_format_and_no_others()
    {
        var fields = Definitions.EnumerateObject().Where(definition => definition.Value.TryGetProperty("properties", out _))
            .SelectMany(definition => definition.Value.GetProperty("properties").EnumerateObject()).Select(field => field.Name).ToHashSet();
        Assert.Equal(fields.Order(), ReadingOrder.All.Order());
        Assert.Equal(ReadingOrder.All.Count, ReadingOrder.All.Distinct().Count());
    }

    [Fact]
    public void Every_field_says_what_it_is_for() =>
        Assert.All(
            Definitions.EnumerateObject().Where(definition => definition.Value.TryGetProperty("properties", out _)).SelectMany(definition => definition.Value.GetProperty("properties").EnumerateObject()),
            field => Assert.NotEmpty(field.Value.GetProperty("description").GetString()!));
}
