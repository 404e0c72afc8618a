using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace RunbookDsl.Cli;

/// <summary><c>--debug</c>: nothing is read or begun before a debugger is attached.</summary>
internal static class DebuggerWait
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async Task UntilAttachedAsync(Session session, CancellationToken stop = default)
    {
        if (Debugger.IsAttached)
            return;
        session.Errors.Line(
            $"Attach a debugger to process {Environment.ProcessId} (runbook): it stops at breakpoints in the "
                + "script and in all it loads. Nothing is begun before; Ctrl+C ends this."
        );
        while (!Debugger.IsAttached)
            await Task.Delay(Look, session.Clock, stop).ConfigureAwait(false);
    }
}
