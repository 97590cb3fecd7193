using Fairlead.Core.Checks;

namespace Fairlead.Probes.Running;

/// <summary>Where a family puts its answers as they come. Safe to call from several threads.</summary>
public interface ICheckSink
{
    void Report(CheckResult result);

    /// <summary>One line about how far it is; shown to people, never kept.</summary>
    void Progress(string text);
}
