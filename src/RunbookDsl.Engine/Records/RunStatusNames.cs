namespace RunbookDsl.Engine;

/// <summary>
/// The words the journal has for a run's status: the names, without the reflection behind them.
/// </summary>
internal static class RunStatusNames
{
    public static string Word(this RunStatus status) =>
        status switch
        {
            RunStatus.Done => nameof(RunStatus.Done),
            RunStatus.Paused => nameof(RunStatus.Paused),
            RunStatus.Held => nameof(RunStatus.Held),
            RunStatus.RolledBack => nameof(RunStatus.RolledBack),
            RunStatus.GuardRefused => nameof(RunStatus.GuardRefused),
            RunStatus.Aborted => nameof(RunStatus.Aborted),
            RunStatus.InDoubt => nameof(RunStatus.InDoubt),
            _ => throw new ArgumentOutOfRangeException(nameof(status)),
        };

    /// <summary>Null when there is no such status.</summary>
    public static RunStatus? Parse(string? word)
    {
        for (var status = RunStatus.Done; status <= RunStatus.InDoubt; status++)
            if (status.Word() == word)
                return status;
        return null;
    }
}
