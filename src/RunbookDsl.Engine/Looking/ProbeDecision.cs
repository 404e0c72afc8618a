namespace RunbookDsl.Engine;

/// <summary>What is to be done after a look at the world.</summary>
internal enum ProbeDecision
{
    /// <summary>The step is to run.</summary>
    Run,

    /// <summary>
    /// What an unfinished attempt left is to be cleared first, under a durable intent; then the step runs.
    /// </summary>
    Repair,

    /// <summary>The effect is there and its outcome is written.</summary>
    Done,
}
