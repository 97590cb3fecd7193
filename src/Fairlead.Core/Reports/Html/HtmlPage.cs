using System.Security.Cryptography;
using System.Text;
using Fairlead.Core.Profiles;

namespace Fairlead.Core.Reports.Html;

/// <summary>
/// The frame of every page: one file that fetches nothing and runs nothing. Its own policy forbids it: the only thing allowed is the one
/// style sheet inside, named by its hash.
/// </summary>
internal static class HtmlPage
{
    private static readonly Lazy<string> Style = new(() => StyleOf("report.css"));
    private static readonly Lazy<string> CheckStyle = new(() => Style.Value + StyleOf("check.css"));

    /// <param name="write">What stands inside the body.</param>
    public static void Write(Stream output, string title, Action<HtmlWriter> write) => Write(output, title, Style.Value, write);

    /// <summary>The same with the style of answers to live questions.</summary>
    public static void WriteOfChecks(Stream output, string title, Action<HtmlWriter> write) => Write(output, title, CheckStyle.Value, write);

    private static void Write(Stream output, string title, string style, Action<HtmlWriter> write)
    {
        using var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        var html = new HtmlWriter(text);
        html.Trusted("<!DOCTYPE html>\n");
        html.Open("html", ("lang", "en"));
        html.Open("head");
        html.Void("meta", ("charset", "utf-8"));
        html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy(style)));
        html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
        html.Void("meta", ("name", "referrer"), ("content", "no-referrer"));
        html.Element("title", title);
        html.Open("style");
        html.Trusted(style);
        html.Close();
        html.CloseLine();
        html.Open("body");
        write(html);
        html.Close();
        html.CloseLine();
    }

    private static string StyleOf(string file) => Encoding.UTF8.GetString(EmbeddedData.Bytes("Reports.Html." + file)).ReplaceLineEndings("\n");

    private static string Policy(string style) =>
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'; base-uri 'none'; form-action 'none'";
}
