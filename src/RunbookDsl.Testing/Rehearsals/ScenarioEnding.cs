namespace RunbookDsl.Testing;

/// <summary>What the operator does with a run that was held, interrupted or stopped.</summary>
public enum ScenarioEnding
{
    /// <summary>Mends what was wrong, settles what is in doubt by looking, and goes on to the end.</summary>
    GoOn,

    /// <summary>Takes everything back.</summary>
    TakeBack,

    /// <summary>Leaves it as it is.</summary>
    Leave,
}
