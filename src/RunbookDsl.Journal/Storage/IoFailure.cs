using System.Runtime.InteropServices;

namespace RunbookDsl.Journal;

/// <summary>
/// A system call that failed, with its number, so that a full disk can be told from a broken one.
/// </summary>
internal sealed class IoFailure : JournalException
{
    private const string Sync = "sync";

    private IoFailure(string message, int error, string action)
        : base(message) => (Error, IsOfSync) = (error, action.StartsWith(Sync, StringComparison.Ordinal));

    /// <summary>
    /// Whether it was a sync: what was to be made durable may be lost, and is not tried again.
    /// </summary>
    internal bool IsOfSync { get; }

    internal int Error { get; }

    internal bool IsDiskFull => Error is Libc.NoSpace or Libc.OverQuota;

    /// <summary>Throws if a port answered with an error.</summary>
    internal static void Check(long answer, string action, string path)
    {
        if (answer < 0)
            throw Of(action, path, (int)-answer);
    }

    internal static IoFailure Of(string action, string path, int error)
    {
        var cause = error == 0 ? "no bytes were taken" : Marshal.GetPInvokeErrorMessage(error);
        return new IoFailure(
            $"Could not {action} {path}: {cause} (error {error}). {Advice(error)}",
            error,
            action
        );
    }

    private static string Advice(int error) =>
        error switch
        {
            Libc.NoSpace => "The file system is full: free space there, then 'runbook resume'.",
            Libc.OverQuota => "The disk quota is used up: free space there, then 'runbook resume'.",
            13 or 1 => "The journal's directory must belong to the operator and be writable: check its owner "
                + "and mode.",
            30 => "The file system is read-only: remount it writable, or name another directory with "
                + "RUNBOOK_HOME.",
            24 or 23 => "Too many open files: raise 'ulimit -n', then 'runbook resume'.",
            5 => "The disk may be failing: look at 'dmesg', then 'runbook resume' on a good disk.",
            _ => "Expected a local file system that keeps what it is given: look at 'dmesg', then "
                + "'runbook resume'.",
        };
}
