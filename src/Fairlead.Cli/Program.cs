using Fairlead.Cli;

using var stdout = Console.OpenStandardOutput();
return FairleadCommand.Run(args, new Terminal(stdout, Console.Error));
