namespace RunbookDsl.Engine;

/// <summary>
/// How the engine waits. A rehearsal's jumps; a real one waits in short sleeps, so that no clock jump
/// prolongs it.
/// </summary>
public interface IPause
{
    /// <summary>
    /// Returns when <paramref name="due"/> is reached, or after <paramref name="atMost"/> of real waiting.
    /// </summary>
    Task UntilAsync(DateTimeOffset due, TimeSpan atMost, CancellationToken cancellation);

    /// <summary>
    /// Called around the work on each step, so that a rehearsal knows who is at work and who waits. Default:
    /// nothing.
    /// </summary>
    IDisposable? Enter(string stepId) => null;

    /// <summary>
    /// Called around the beginning of steps, so that in a rehearsal no wait is over before everything that
    /// can begin beside it has begun. Default: nothing.
    /// </summary>
    IDisposable? Hold() => null;
}
