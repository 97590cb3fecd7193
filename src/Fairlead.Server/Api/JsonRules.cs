using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Fairlead.Server.Api;

/// <summary>How strictly bodies are read: whoever misspells a member is told so, and nothing is taken in two ways.</summary>
internal static class JsonRules
{
    public const int Depth = 32;

    public static void Apply(JsonSerializerOptions options, IEnumerable<IJsonTypeInfoResolver> contexts)
    {
        options.MaxDepth = Depth;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Encoder = JavaScriptEncoder.Default;
        // Without the resolver that reflects: a type that nobody generated is a fault that a test sees.
        options.TypeInfoResolverChain.Clear();
        foreach (var context in contexts)
            options.TypeInfoResolverChain.Add(context);
    }
}
