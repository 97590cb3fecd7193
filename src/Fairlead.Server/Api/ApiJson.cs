using System.Text.Json;
using System.Text.Json.Serialization;
using Fairlead.Ledger.Json;

namespace Fairlead.Server.Api;

/// <summary>The JSON of <c>/api/v1</c>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Page<SiteSummary>))]
[JsonSerializable(typeof(SiteReport))]
[JsonSerializable(typeof(ReservationBody))]
[JsonSerializable(typeof(AppliedBody))]
[JsonSerializable(typeof(ObservationBody))]
[JsonSerializable(typeof(HoldingDocument))]
[JsonSerializable(typeof(Page<HoldingDocument>))]
[JsonSerializable(typeof(Page<HistoryItem>))]
[JsonSerializable(typeof(ChangeEvent))]
[JsonSerializable(typeof(IReadOnlyList<Notice>))]
[JsonSerializable(typeof(IReadOnlyList<SourceReport>))]
[JsonSerializable(typeof(IReadOnlyList<OutcomeReport>))]
[JsonSerializable(typeof(IReadOnlyList<SightingReport>))]
[JsonSerializable(typeof(JsonElement))]
// Parameters of addresses, for the description of the API.
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(object))]
[JsonSerializable(typeof(Guid))]
[JsonSerializable(typeof(Guid?))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(long?))]
[JsonSerializable(typeof(bool?))]
internal sealed partial class ApiJson : JsonSerializerContext;
