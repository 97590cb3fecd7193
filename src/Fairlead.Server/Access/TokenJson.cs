using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fairlead.Server.Access;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, AllowDuplicateProperties = false, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TokenFile.Content))]
internal sealed partial class TokenJson : JsonSerializerContext;
