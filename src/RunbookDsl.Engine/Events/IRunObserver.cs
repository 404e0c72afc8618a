namespace RunbookDsl.Engine;

/// <summary>Sees a run as it goes on: a terminal, a log, a harness. Cannot change anything.</summary>
public interface IRunObserver
{
    /// <summary>
    /// Something happened. Called from the engine's threads, one at a time; must not block for long or throw.
    /// </summary>
    void On(RunEvent occurrence);
}
