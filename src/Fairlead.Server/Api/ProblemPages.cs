using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fairlead.Server.Api;

/// <summary>The texts behind the addresses of problem types, one each on the server and all in <c>docs/problems.md</c>.</summary>
public static class ProblemPages
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(ProblemTypes.Folder + "{name}", static (HttpContext context) =>
        {
            if (ProblemTypes.Find((string)context.GetRouteValue("name")!) is not { } type)
                return new Problem(ProblemTypes.NotFound, "There is no problem of this name.").WriteAsync(context);
            context.Response.ContentType = "text/markdown; charset=utf-8";
            return context.Response.WriteAsync(Text(type), context.RequestAborted);
        }).AllowAnonymous();
    }

    public static string Markdown()
    {
        var text = new StringBuilder("# Problems\n\nEvery failure of the API is answered with a problem document (RFC 9457, `application/problem+json`). Its `type` is one of these,\nand the server answers with the same text at that address. This page is written from `src/Fairlead.Server/Api/ProblemTypes.cs`.\n");
        foreach (var type in ProblemTypes.All)
            text.Append('\n').Append('#').Append(Text(type));
        return text.ToString();
    }

    private static string Text(ProblemType type) => $"# {type.Name}\n\n`{type.Address}`, status {type.Status}: *{type.Title}.*\n\n{type.Meaning}\n";
}
