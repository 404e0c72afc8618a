using System.Runtime.InteropServices;

namespace RunbookDsl.Hosts;

/// <summary>A program that was started, leader of its own process group, until it is reaped.</summary>
internal sealed class ChildProcess
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ChildProcess(int pid, Stream? input, Stream output, Stream error)
    {
        (Pid, Input, Output, Error) = (pid, input, output, error);
        SmallThread.Start(WaitForEnd, $"waits for {pid}");
    }

    public int Pid { get; }

    public Stream? Input { get; }

    public Stream Output { get; }

    public Stream Error { get; }

    /// <summary>
    /// Completes when the program has ended, before it is reaped: until then its number names no other
    /// process.
    /// </summary>
    public Task Ended => _ended.Task;

    /// <summary>Signals every process of the group. Only valid before <see cref="Reap"/>.</summary>
    public void Signal(int signal) => _ = Libc.Kill(-Pid, signal);

    /// <summary>Takes the exit code; 128 + n when signal n ended the program.</summary>
    public int Reap()
    {
        int status;
        while (Libc.WaitPid(Pid, out status, 0) < 0)
            if (Marshal.GetLastPInvokeError() != Libc.ErrorInterrupted)
                throw Lost();
        var signal = status & 0x7f;
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal;
    }

    private unsafe void WaitForEnd()
    {
        var info = stackalloc byte[Libc.OpaqueSize];
        while (
            Libc.WaitId(Libc.WaitForPid, Pid, info, Libc.WaitExited | Libc.WaitWithoutReaping) < 0
            && Marshal.GetLastPInvokeError() == Libc.ErrorInterrupted
        ) { }
        _ended.SetResult();
    }

    private OutcomeUnknownException Lost() =>
        new(
            $"process {Pid} ended, but its exit code was lost: SIGCHLD is ignored in this process. "
                + "Start runbook from a shell or service manager that does not ignore SIGCHLD."
        );
}
