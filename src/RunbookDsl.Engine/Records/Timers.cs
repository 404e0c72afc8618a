namespace RunbookDsl.Engine;

/// <summary>The words in a timer's <c>for</c> field; a timer without one is a step's own time.</summary>
internal static class Timers
{
    public const string Retry = "retry";
}
