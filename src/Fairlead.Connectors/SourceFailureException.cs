using Fairlead.Core.Observations;

namespace Fairlead.Connectors;

/// <summary>Why a source can't be read; <see cref="Connector"/> makes a value of it. The message holds no secret.</summary>
/// <param name="message">What is wrong, and where in the source (file and line, the operation); the source's own name is put before it.</param>
/// <param name="hint">What to do.</param>
internal sealed class SourceFailureException(FailureReason reason, string message, string hint, Exception? inner = null) : Exception(message, inner)
{
    public FailureReason Reason { get; } = reason;

    public string Hint { get; } = hint;

    public static SourceFailureException Malformed(string where, string message, string hint = "Look whether the file is whole, and of the kind that was named.") => new(FailureReason.Malformed, $"{where}: {message}", hint);
}
