using System.Runtime.CompilerServices;
using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// The wait between two attempts: durable, and never longer than it was to begin with. A jump of the wall
/// clock neither lengthens nor shortens it while the process lives.
/// </summary>
internal sealed class RetryWait(RunScope scope, PlannedStep step)
{
    private StepState State => scope.State.Step(step.Id);

    /// <summary>Waits after attempt number <paramref name="tried"/> of the series.</summary>
    [AsyncMethodBuilder(typeof(EagerBuilder))]
    public async Task AfterAsync(int tried)
    {
        var delay = step.Spec.Retry!.DelayAfter(tried);
        scope.Append(
            Body.Record(
                RecordTypes.TimerSet,
                step.Id,
                0,
                w =>
                {
                    w.WriteString("for", Timers.Retry);
                    w.WriteString("due", scope.Now + delay);
                    w.WriteNumber("atMostMs", (long)delay.TotalMilliseconds);
                }
            )
        );
        scope.Commit();
        await WaitAsync(delay, tried).ConfigureAwait(false);
    }

    /// <summary>
    /// Waits for what is left of a wait that an earlier process began; at once when it is over.
    /// </summary>
    public Task GoOnAsync()
    {
        var left = State.RetryDue is { } due ? due - scope.Now : TimeSpan.Zero;
        left = left < State.RetryAtMost ? left : State.RetryAtMost;
        return left > TimeSpan.Zero ? WaitAsync(left, State.Tried) : Task.CompletedTask;
    }

    [AsyncMethodBuilder(typeof(EagerBuilder))]
    private async Task WaitAsync(TimeSpan delay, int tried)
    {
        var attempts = step.Spec.Retry is { } retry ? $" of {retry.Attempts}" : "";
        scope.Emit(
            RunEventKind.Waiting,
            step,
            $"{Durations.Text(delay)} before attempt {tried + 1}{attempts}"
        );
        await scope
            .Services.Pause.UntilAsync(DateTimeOffset.MaxValue, delay, scope.Control.Stop)
            .ConfigureAwait(false);
    }
}
