namespace RunbookDsl.Hosts;

/// <summary>What a host says of its present run.</summary>
internal sealed record BootState(string BootId, string State, IReadOnlyList<string> Failed)
{
    private const string Script =
        "cat /proc/sys/kernel/random/boot_id; systemctl is-system-running; "
        + "systemctl list-units --failed --no-legend --plain";

    /// <summary>Whether everything that starts with the machine has had its turn.</summary>
    public bool IsUp => State is "running" or "degraded";

    public bool IsStopping => State == "stopping";

    public RebootResult Result => new(BootId, State, Failed);

    public static async Task<BootState> ReadAsync(
        StepContext context,
        SshHost host,
        CancellationToken cancellation
    )
    {
        var call = HostCall.Script(host, "ask for its boot id", Script);
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        return said.Output.Split('\n') is [{ Length: > 0 } boot, var state, .. var failed]
            ? new(
                boot,
                state,
                [.. failed.Where(l => l.Length > 0).Select(l => l.TrimStart('●', ' ').Split(' ')[0])]
            )
            : throw new OperationFailedException(
                $"{host} did not say its boot id and state: {said.Output.Trim()}"
            );
    }

    /// <summary>As <see cref="ReadAsync"/>; null while the host does not answer.</summary>
    public static async Task<BootState?> TryAsync(
        StepContext context,
        SshHost host,
        CancellationToken cancellation
    )
    {
        try
        {
            return await ReadAsync(context, host, cancellation).ConfigureAwait(false);
        }
        catch (OperationFailedException e) when (e.Retryable)
        {
            return null;
        }
    }
}
