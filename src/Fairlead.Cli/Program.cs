using Fairlead.Cli;

using var stdout = Console.OpenStandardOutput();
return FairleadCommand.Run(args, new Terminal(stdout, new MessageWriter(Console.Error)));
