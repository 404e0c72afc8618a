using RunbookDsl.Cli;

return await CommandLineHost.RunAsync(args).ConfigureAwait(false);
