namespace RunbookDsl.Journal;

/// <summary>Another process has the run. Nothing was changed.</summary>
public sealed class JournalLockedException : JournalException
{
    internal JournalLockedException(string runId, string lockFile, Owner? owner)
        : base(Compose(runId, lockFile, owner)) => Owner = owner;

    internal JournalLockedException(string message, Owner? owner)
        : base(message) => Owner = owner;

    /// <summary>Who has it; null if the lock file does not say (it is being written).</summary>
    public Owner? Owner { get; }

    private static string Compose(string runId, string lockFile, Owner? owner)
    {
        var who = owner?.ToString() ?? "a process that has not yet said who it is";
        var stop = owner is null ? "," : $", or stop it on {owner.Host} with 'kill -INT {owner.Pid}',";
        return $"Run {runId} is already being run by {who}; lock: {lockFile}. "
            + "A run has one owner at a time. "
            + $"Look at it with 'runbook show {runId}'; wait until it ends{stop} "
            + $"then 'runbook resume {runId}'.";
    }
}
