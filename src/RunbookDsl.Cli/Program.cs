using RunbookDsl.Cli;

return CommandLineHost.RunAsync(args).GetAwaiter().GetResult();
