namespace RunbookDsl.Testing;

/// <summary>
/// Short waits for a real program: a server's statistics, a replica. How often one looks depends on the
/// machine, so these waits count as no virtual time, until the program had more than its work could take.
/// </summary>
internal sealed class RealLooks
{
    private static readonly TimeSpan LongestWork = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan LateLook = TimeSpan.FromMilliseconds(50);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TimeSpan> _waited = new(StringComparer.Ordinal);

    /// <summary>Waits in real time.</summary>
    /// <returns>Whether that was all; else virtual time has to pass too.</returns>
    public async Task<bool> WaitAsync(string step, TimeSpan wait, CancellationToken cancellation)
    {
        bool isAll;
        lock (_gate)
            isAll = (_waited[step] = _waited.GetValueOrDefault(step) + wait) <= LongestWork;
        var real = isAll || wait < LateLook ? wait : LateLook;
        await Task.Delay(real, TimeProvider.System, cancellation).ConfigureAwait(false);
        return isAll;
    }
}
