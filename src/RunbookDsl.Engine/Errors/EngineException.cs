namespace RunbookDsl.Engine;

/// <summary>What was asked of a run cannot be done; nothing was changed. Exit code 2.</summary>
public sealed class EngineException : RunbookException
{
    /// <summary>Says what was asked, why it cannot be done and what can.</summary>
    public EngineException(string message)
        : base(message) { }
}
