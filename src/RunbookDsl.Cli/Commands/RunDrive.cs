using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>Lets the engine work on a run and prints how it ended.</summary>
internal sealed class RunDrive(Session session, Invocation invocation, EngineServices services)
{
    private readonly RunbookEngine _engine = new(services);

    /// <summary>Begins a run, or goes on with <paramref name="runId"/>.</summary>
    public Task<int> RunAsync(RunRequest request, string? runId) =>
        DriveAsync(
            request,
            control =>
                runId is null
                    ? _engine.StartAsync(request, control)
                    : _engine.ResumeAsync(runId, request, control)
        );

    private async Task<int> DriveAsync(RunRequest request, Func<RunControl, Task<RunResult>> work)
    {
        var began = services.Clock.GetTimestamp();
        using var control = new RunControl();
        var result = await work(control).ConfigureAwait(false);
        Print(result, services.Clock.GetElapsedTime(began));
        return ExitCodes.Of(result.Status);
    }

    private void Print(RunResult result, TimeSpan took)
    {
        var location = Path.Combine(session.HomeOf(invocation), "runs", result.RunId);
        if (invocation.Has("--json"))
            RunJson.Print(session.Out, w => RunJson.Result(w, result, location));
        else
            session.Out.Write(RunSummary.Text(result, location, took));
    }
}
