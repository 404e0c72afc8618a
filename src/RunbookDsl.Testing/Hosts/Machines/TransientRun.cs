namespace RunbookDsl.Testing;

/// <summary>How the program of a transient unit ended.</summary>
/// <param name="Code">Its exit code, or the number of the signal.</param>
/// <param name="IsSignal">Whether a signal ended it.</param>
/// <param name="Output">What it wrote, both streams.</param>
internal sealed record TransientRun(int Code, bool IsSignal, string Output)
{
    public string Result =>
        IsSignal ? "signal"
        : Code == 0 ? "success"
        : "exit-code";
}
