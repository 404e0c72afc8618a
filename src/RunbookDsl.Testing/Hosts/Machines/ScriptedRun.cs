namespace RunbookDsl.Testing;

/// <summary>Plays one scripted answer.</summary>
internal sealed class ScriptedRun(CommandSeed seed)
{
    public async Task<int> RunAsync(ShellRun run, ShellStreams streams)
    {
        foreach (var act in seed.Acts)
            switch (act.Kind)
            {
                case CommandActKind.Says:
                    await ShellRun.SayAsync(streams.Out, act.Text).ConfigureAwait(false);
                    break;
                case CommandActKind.Complains:
                    await ShellRun.SayAsync(streams.Error, act.Text).ConfigureAwait(false);
                    break;
                case CommandActKind.Takes:
                    await SleepAsync(run, act.Time).ConfigureAwait(false);
                    break;
                default:
                    var quiet = new ShellStreams(Stream.Null, HostOutput.Null, streams.Error);
                    await run.ScriptAsync(act.Text, new ShellSession("root", "/root"), quiet)
                        .ConfigureAwait(false);
                    break;
            }
        return seed.Signal is { } signal ? throw new SignalExit(signal) : seed.Code;
    }

    /// <summary>Virtual time passes while a program is at work.</summary>
    public static Task SleepAsync(ShellRun run, TimeSpan time)
    {
        var clock = run.Machine.Stage.Clock;
        return clock.UntilAsync(clock.GetUtcNow() + time, time, run.Cancellation);
    }
}
