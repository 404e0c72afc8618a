using System.Runtime.CompilerServices;
using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>
/// Lets the engine work on a run, asks the operator how to go on where it was held, and prints how it
/// ended.
/// </summary>
internal sealed class RunDrive(
    Session session,
    Invocation invocation,
    EngineServices services,
    Audience audience
)
{
    private readonly RunbookEngine _engine = new(
        services with
        {
            Spill = Spills.Places(session.Settings),
            CommandSuffix = session.JournalSuffix(invocation),
        }
    );

    public Task<int> StartAsync(RunRequest request) =>
        DriveAsync(request, control => _engine.StartAsync(request, control));

    public Task<int> ResumeAsync(string runId, RunRequest request) =>
        DriveAsync(request, control => _engine.ResumeAsync(runId, request, control));

    public Task<int> UndoAsync(string runId, RunRequest request, string? downTo) =>
        DriveAsync(request, control => _engine.UndoAsync(runId, request, downTo, control));

    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    private async Task<int> DriveAsync(RunRequest request, Func<RunControl, Task<RunResult>> work)
    {
        var began = session.Clock.GetTimestamp();
        RunResult result;
        using (var signals = new StopSignals(audience))
            for (Func<RunControl, Task<RunResult>>? next = work; ; )
            {
                result = await next(signals.Renew()).ConfigureAwait(false);
                audience.Rest();
                next = HoldOffer.Ask(result, audience) is { } choice ? Follow(choice, request, result) : null;
                if (next is null)
                    break;
            }
        audience.Dispose();
        Print(result, session.Clock.GetElapsedTime(began));
        return ExitCodes.Of(result);
    }

    private Func<RunControl, Task<RunResult>> Follow(HoldChoice choice, RunRequest request, RunResult held) =>
        choice switch
        {
            { IsUndo: true } => control => _engine.UndoAsync(held.RunId, request, null, control),
            { SkipReason: { } reason } => control =>
                _engine.ResumeAsync(
                    held.RunId,
                    request with
                    {
                        Skips = new Dictionary<string, string> { [held.StepId!] = reason },
                    },
                    control
                ),
            _ => control => _engine.ResumeAsync(held.RunId, request with { FromFailed = true }, control),
        };

    private void Print(RunResult result, TimeSpan took)
    {
        var location = session.PlaceOf(invocation, result.RunId);
        var suffix = session.JournalSuffix(invocation);
        if (invocation.Has("--json"))
            PrintJson(result, location, suffix);
        else
            session.Out.Write(RunSummary.Text(result, location, took, suffix));
    }

    // Apart, so that a run that prints text does not load the JSON writer.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void PrintJson(RunResult result, string location, string suffix) =>
        RunJson.Print(session.Out, w => RunJson.Result(w, result, location, suffix));
}
