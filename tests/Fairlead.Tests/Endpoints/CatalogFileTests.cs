using System.Text;
using System.Text.Json.Nodes;
using Fairlead.Core.Endpoints;
using Fairlead.Core.Profiles;
using Fairlead.Core.Reports;
using Fairlead.SiteFiles;
using Xunit;

namespace Fairlead.Tests.Endpoints;

public sealed class CatalogFileTests
{
    [Fact]
    public void What_is_exported_is_read_back_to_the_same_catalogue()
    {
        var exported = EndpointExport.Json(EndpointCatalog.Default);
        Assert.True(CatalogFile.TryRead(Document(exported), out var read, out var faults), string.Join('\n', faults));
        Assert.Equal(exported, EndpointExport.Json(read));
        Assert.True(CatalogDifference.Between(EndpointCatalog.Default, read).IsEmpty);
    }

    [Fact]
    public void The_export_says_everything_that_the_embedded_file_says() => Assert.True(JsonNode.DeepEquals(
        JsonNode.Parse(EmbeddedData.Bytes("Endpoints.Data.endpoints.json")),
        JsonNode.Parse(EndpointExport.Json(EndpointCatalog.Default))));

    [Theory]
    [InlineData("\"port\": 8084", "\"port\": \"8084\"", "'port' has the text '8084'.", "write a whole number from 1 to 65535")]
    [InlineData("\"port\": 8084", "\"port\": 70000", "'port' has the number 70000.", "write a whole number from 1 to 65535")]
    [InlineData("\"hostKind\": \"placeholder\"", "\"hostKind\": \"placholder\"", "'hostKind' is 'placholder'.", "did you mean placeholder?")]
    [InlineData("\"host\": \"gcr.io\"", "\"host\": \"*.gcr.io\"", "The host '*.gcr.io' is not of the kind 'exact'.", "write hostKind wildcard, or correct the host")]
    [InlineData("\"id\": \"gcr\"", "\"id\": \"mcr\"", "There are two endpoints 'mcr'.", "give each an id of its own")]
    [InlineData("\"coveredBy\": \"telemetry-any\"", "\"coveredBy\": \"telemetry-all\"", "There is no endpoint 'telemetry-all' in this catalogue.", "did you mean telemetry-any?")]
    [InlineData("\"edition\": \"2026-06-11 only\"", "\"edition\": \"June\"", "The edition 'June' is not understood.", "write '2026-06-11 only', or leave it out when every edition has the row")]
    [InlineData("\"date\": \"2025-09-15\"", "\"date\": \"15.9.2025\"", "'15.9.2025' is not a day.", "write the edition's date as 2025-09-15")]
    [InlineData("\"cloud\"", "\"clud\"", "There is no field 'clud' in a catalogue.", "did you mean cloud?")]
    [InlineData("\"row\": 29", "\"row\": 30", "'row' has the number 30.", "write a whole number from 1 to 29")]
    public void A_fault_has_its_place_and_its_mend(string right, string wrong, string message, string hint)
    {
        var text = EndpointExport.Json(EndpointCatalog.Default);
        var at = text.IndexOf(right, StringComparison.Ordinal);
        var broken = text[..at] + wrong + text[(at + right.Length)..];
        Assert.False(CatalogFile.TryRead(Document(broken), out _, out var faults));
        var fault = Assert.Single(faults, fault => fault.Message == message);
        Assert.Equal(hint, fault.Hint);
        Assert.Equal(text.AsSpan(0, at).Count('\n') + 1, fault.Line);
    }

    [Fact]
    public void Something_else_is_no_catalogue()
    {
        Assert.False(CatalogFile.TryRead(Document("[1]"), out _, out var faults));
        Assert.Equal("Here should be a catalogue, not a list.", Assert.Single(faults).Message);
        Assert.False(CatalogFile.TryRead(Document("{"), out _, out faults));
        Assert.Single(faults);
    }

    private static Core.Sites.Text.SourceDocument Document(string text) => Assert.Single(SiteFileReader.Parse("catalogue.json", Encoding.UTF8.GetBytes(text)));
}
