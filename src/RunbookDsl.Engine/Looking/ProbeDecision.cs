namespace RunbookDsl.Engine;

/// <summary>
/// What is to be done after a look at the world. No enum: tasks of one have no ahead-of-time code.
/// </summary>
internal sealed class ProbeDecision
{
    private ProbeDecision() { }

    /// <summary>The step is to run.</summary>
    public static ProbeDecision Run { get; } = new();

    /// <summary>
    /// What an unfinished attempt left is to be cleared first, under a durable intent; then the step runs.
    /// </summary>
    public static ProbeDecision Repair { get; } = new();

    /// <summary>The effect is there and its outcome is written.</summary>
    public static ProbeDecision Done { get; } = new();
}
