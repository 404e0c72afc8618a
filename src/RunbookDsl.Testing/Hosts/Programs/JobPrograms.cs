using System.Text;

namespace RunbookDsl.Testing;

/// <summary>
/// <c>systemd-run</c>. A transient unit has ended when <c>systemd-run</c> answers, and
/// is found by its name until the machine is rebooted.
/// </summary>
internal static class JobPrograms
{
    public static HostProgram[] All { get; } =
    [new("systemd-run", FilePrograms.Yes, RunAsync) { Carries = AfterOptions }];

    private static int AfterOptions(string[] words)
    {
        var at = words.TakeWhile(w => w.StartsWith('-') && w != "--").Count();
        return at < words.Length && words[at] == "--" ? at + 1 : at;
    }

    private static async Task<int> RunAsync(ProgramCall call)
    {
        var before = AfterOptions(call.Arguments);
        var options = call.Arguments.Take(before).ToArray();
        if (Value(options, "unit") is not { } name || before >= call.Arguments.Length)
            return await call.UnknownAsync("without --unit=", ["--unit=NAME -- program"])
                .ConfigureAwait(false);
        if (!call.IsRoot)
            return await call.FailAsync(
                    "Failed to start transient service unit: Interactive authentication required."
                )
                .ConfigureAwait(false);
        var full = UnitBook.FullName(name);
        if (call.Machine.Units.Find(full) is not null)
            return await call.FailAsync(
                    $"Failed to start transient service unit: Unit {full} was already loaded or has a fragment file."
                )
                .ConfigureAwait(false);
        var user = Value(options, "uid") ?? "root";
        var session = new ShellSession(user, Value(options, "working-directory") ?? "/");
        foreach (var option in options)
            if (option.StartsWith("--setenv=", StringComparison.Ordinal))
                if (option[9..].Split('=', 2) is [var variable, var value])
                    session.Set(variable, value);
        var output = new BufferOutput();
        var streams = new ShellStreams(Stream.Null, output, output);
        var (code, isSignal) = (0, false);
        try
        {
            code = await call
                .Shell.WordsAsync([.. call.Arguments.Skip(before)], session, streams)
                .ConfigureAwait(false);
        }
        catch (SignalExit e)
        {
            (code, isSignal) = (e.Code - 128, true);
        }
        call.Machine.Units.Set(
            new(full)
            {
                IsActive = code == 0,
                IsFailed = code != 0,
                Invocation = call.Machine.Units.NewInvocation(full),
                Since = call.Machine.Stage.Clock.GetUtcNow(),
                Run = new(code, isSignal, Encoding.UTF8.GetString(output.Bytes)),
            }
        );
        return 0;
    }

    private static string? Value(string[] options, string name) =>
        options
            .FirstOrDefault(o => o.StartsWith($"--{name}=", StringComparison.Ordinal))
            ?[(name.Length + 3)..];
}
