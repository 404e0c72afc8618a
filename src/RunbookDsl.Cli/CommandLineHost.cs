using System.Runtime.CompilerServices;

namespace RunbookDsl.Cli;

/// <summary>From a command line to an exit code. Whatever goes wrong becomes one message here.</summary>
internal static class CommandLineHost
{
    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    public static async Task<int> RunAsync(string[] words)
    {
        var session = new Session(ProcessSettings.Read(), new TextSink(1), new TextSink(2));
        var code = await RunAsync(words, session).ConfigureAwait(false);
        if (session.Out.Error == 0)
            return code;
        session.Errors.Write(Failure.LostOutput(session.Out.Error, code));
        return code == ExitCodes.Done ? ExitCodes.LostOutput : code;
    }

    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    private static async Task<int> RunAsync(string[] words, Session session)
    {
        try
        {
            if (HelpCommand.Answers(words, session) is { } answered)
                return answered;
            var invocation = CommandParser.Parse(CommandTable.With(words[0]), words);
            if (HostsPort.Chosen(invocation, session.Settings) is { } client)
                session.Ssh = client;
            if (ZonesPort.Chosen(invocation, session.Settings) is { } zones)
                session.Cloudflare = zones;
            return await invocation.Command.RunAsync(invocation, session).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            session.Errors.Write(Failure.Text(e, session.Settings));
            return Failure.Code(e);
        }
    }
}
