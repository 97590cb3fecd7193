using Fairlead.Core.Addressing;

namespace Fairlead.Core.Diagnostics;

/// <summary>The other party of a conflict: what it is, the range it claims as written, and where it is written.</summary>
public sealed record RelatedClaim(Subject Subject, IpRange Range, SourceLocation Location);
