using System.Text.Json;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Reports;

/// <summary>The places of a SARIF report, each with the text that stands there.</summary>
internal sealed class SarifPlaces(Utf8JsonWriter json, IReadOnlyDictionary<string, SourceFile> sources)
{
    /// <summary>The name that GitHub and Azure DevOps give to the root of a repository.</summary>
    public const string Base = "%SRCROOT%";

    /// <summary>A JSON file may be one line of a megabyte; no finding needs more of it than this many code units.</summary>
    private const int LongestSnippet = 240;

    public void Write(SourceLocation location, Subject subject)
    {
        WritePlace(location);
        WriteSubject(subject.Name, subject.ToString());
    }

    /// <param name="location">Null for what is written nowhere.</param>
    /// <param name="subject">A path as plans write it.</param>
    public void Write(SourceLocation? location, string subject)
    {
        if (location is { } at)
            WritePlace(at);
        WriteSubject(subject[(subject.LastIndexOf('/') + 1)..], subject);
    }

    private void WritePlace(SourceLocation location)
    {
        var line = sources.TryGetValue(location.File, out var source) ? source.Line(location.Line).TrimEnd() : "";
        var start = location.Column - 1;
        json.WriteStartObject("physicalLocation");
        WriteFile(location.File);
        json.WriteStartObject("region");
        json.WriteNumber("startLine", location.Line);
        json.WriteNumber("startColumn", location.Column);
        if (start < line.Length)
        {
            var text = Cut(line[start..]);
            json.WriteNumber("endLine", location.Line);
            json.WriteNumber("endColumn", location.Column + text.Length);
            WriteSnippet(text);
        }

        json.WriteEndObject();
        if (start > 0 && start < line.Length && line.Length <= LongestSnippet)
            WriteWholeLine(location.Line, line);
        json.WriteEndObject();
    }

    private void WriteSubject(string name, string path) => json.WriteObjects("logicalLocations", [(name, path)], static (json, subject) =>
    {
        json.WriteString("name", subject.name);
        json.WriteString("fullyQualifiedName", subject.path);
    });

    private void WriteFile(string file)
    {
        var (uri, isRelative) = SourcePath.Uri(file);
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", uri);
        if (isRelative)
            json.WriteString("uriBaseId", Base);
        json.WriteEndObject();
    }

    /// <summary>A region's snippet is the text of the region alone; the line around it is its context.</summary>
    private void WriteWholeLine(int number, string line)
    {
        json.WriteStartObject("contextRegion");
        json.WriteNumber("startLine", number);
        WriteSnippet(line);
        json.WriteEndObject();
    }

    private void WriteSnippet(string text)
    {
        json.WriteStartObject("snippet");
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Cut(string text)
    {
        if (text.Length <= LongestSnippet)
            return text;
        return text[..(char.IsHighSurrogate(text[LongestSnippet - 1]) ? LongestSnippet - 1 : LongestSnippet)];
    }
}
