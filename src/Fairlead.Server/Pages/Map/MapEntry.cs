using Fairlead.Core.Addressing;

namespace Fairlead.Server.Pages.Map;

/// <summary>A bar of the map.</summary>
/// <param name="Kind">Such as <c>dhcp-scope</c>; <c>conflict</c> for what two claims share although they may not.</param>
/// <param name="Owner">Who has it; of a conflict, what the finding says.</param>
/// <param name="Source">Where that is written: a file with line and column, or <c>ledger</c>.</param>
/// <param name="Since">When the ledger got it.</param>
/// <param name="By">From whom.</param>
public sealed record MapEntry(IpRange Range, MapLane Lane, string Kind, MapState State, string Owner, string Source, DateTimeOffset? Since, string By);
