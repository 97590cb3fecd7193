using System.Text.Json;
using System.Text.Json.Serialization;
using Fairlead.Server.Access;
using Fairlead.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Fairlead.Server.Api;

/// <summary>The JSON of this project's own answers, generated from source: the program can't make code while it runs.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(ReadinessReport))]
[JsonSerializable(typeof(SessionReport))]
[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class ServerJson : JsonSerializerContext;
