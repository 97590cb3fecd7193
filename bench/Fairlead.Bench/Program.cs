using System.CommandLine;
using Fairlead.Bench.Commands;

return new RootCommand("Measures Fairlead, and generates what it is measured with.") { GenerateCommand.Build(), MeasureCommand.Build(), ProbesCommand.Build(), LedgerCommand.Build(), LeasesCommand.Build(), VCenterCommand.Build() }.Parse(args).Invoke();
