using System.Globalization;
using System.Text;
using System.Xml;
using Fairlead.Core.Planning;

namespace Fairlead.Core.Reports;

/// <summary>
/// The plan as test results, in the dialect that Jenkins, GitLab and Azure DevOps have in common: one suite per site, one test case per
/// finding, and a passing one for everything that is as it should be.
/// </summary>
/// <remarks>
/// JUnit knows no warning. Only errors fail a plan, so only they are failures: a red test beside exit code 0 would contradict itself, and a
/// skipped one would say that nothing was checked. Warnings and notes pass, with their text as output. Accepted findings are skipped:
/// somebody decided that they don't count. No times are written, since two runs over the same files give the same report.
/// </remarks>
public static class JUnitReport
{
    private static readonly XmlWriterSettings Layout = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
    };

    public static void Write(Plan plan, Stream output)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Write(JUnitSuite.Of(plan), output);
    }

    internal static void Write(IReadOnlyList<JUnitSuite> suites, Stream output)
    {
        using var xml = XmlWriter.Create(output, Layout);
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", "fairlead");
        WriteCounts(xml, [.. suites.SelectMany(suite => suite.Cases)]);
        foreach (var suite in suites)
            WriteSuite(xml, suite);
        xml.WriteEndElement();
    }

    private static void WriteSuite(XmlWriter xml, JUnitSuite suite)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Legal(suite.Name));
        WriteCounts(xml, suite.Cases);
        WriteNumber(xml, "skipped", suite.Cases.Count(each => each.Outcome == JUnitOutcome.Skipped));
        WriteProperties(xml, suite.Properties);
        foreach (var each in suite.Cases)
            WriteCase(xml, each, suite.Name);
        xml.WriteEndElement();
    }

    private static void WriteProperties(XmlWriter xml, IReadOnlyList<(string Name, string Value)> properties)
    {
        if (properties.Count == 0)
            return;
        xml.WriteStartElement("properties");
        foreach (var (name, value) in properties)
        {
            xml.WriteStartElement("property");
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("value", Legal(value));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter xml, IReadOnlyCollection<JUnitCase> cases)
    {
        WriteNumber(xml, "tests", cases.Count);
        WriteNumber(xml, "failures", cases.Count(each => each.Outcome == JUnitOutcome.Failed));
        WriteNumber(xml, "errors", 0);
    }

    /// <summary>
    /// GitLab shows the class as the suite, links the file, and of a failure reads the text; Jenkins shows message and text. The line is for
    /// those who look for it: neither reads it.
    /// </summary>
    private static void WriteCase(XmlWriter xml, JUnitCase each, string suite)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Legal(suite));
        xml.WriteAttributeString("name", Legal(each.Name));
        if (each.Duration is { } duration)
            xml.WriteAttributeString("time", duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));
        if (each.Location is { } location)
        {
            xml.WriteAttributeString("file", Legal(SourcePath.Plain(location.File)));
            WriteNumber(xml, "line", location.Line);
        }

        switch (each.Outcome)
        {
            case JUnitOutcome.Failed:
                xml.WriteStartElement("failure");
                xml.WriteAttributeString("message", Legal(each.Message));
                xml.WriteAttributeString("type", each.Type);
                xml.WriteString(Legal(each.Text));
                xml.WriteEndElement();
                break;
            case JUnitOutcome.Skipped:
                xml.WriteElementString("skipped", Legal(each.Text));
                break;
            case JUnitOutcome.Passed when each.Text.Length > 0:
                xml.WriteElementString("system-out", Legal(each.Text));
                break;
        }

        xml.WriteEndElement();
    }

    private static void WriteNumber(XmlWriter xml, string name, int value) =>
        xml.WriteAttributeString(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Without what XML 1.0 can't hold even escaped: most control characters, U+FFFE, U+FFFF and halves of surrogate pairs.</summary>
    private static string Legal(string text)
    {
        var legal = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
                legal.Append(text[i]);
            else if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
                legal.Append(text[i]).Append(text[++i]);
        }

        return legal.ToString();
    }
}
