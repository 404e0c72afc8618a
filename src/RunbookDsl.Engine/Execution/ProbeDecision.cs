namespace RunbookDsl.Engine;

/// <summary>What to do next, after a look at the world.</summary>
internal enum ProbeDecision
{
    /// <summary>Run the step.</summary>
    Run,

    /// <summary>The effect is there; do not run it.</summary>
    Done,
}
