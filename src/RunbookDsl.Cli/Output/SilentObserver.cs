using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>Sees nothing: for commands that print their own result.</summary>
internal sealed class SilentObserver : IRunObserver
{
    /// <inheritdoc/>
    public void On(RunEvent occurrence) { }
}
