namespace RunbookDsl.Testing;

/// <summary>A matrix was given up. Nothing that was started for it is left.</summary>
/// <param name="rehearsed">How many scenarios had ended, the run without a fault included.</param>
/// <param name="planned">How many there are.</param>
/// <param name="cancellation">What gave it up.</param>
public sealed class MatrixCanceledException(int rehearsed, int planned, CancellationToken cancellation)
    : OperationCanceledException($"{rehearsed} of {planned} scenarios were rehearsed", cancellation)
{
    /// <summary>How many scenarios had ended, the run without a fault included.</summary>
    public int Rehearsed => rehearsed;

    /// <summary>How many there are.</summary>
    public int Planned => planned;
}
