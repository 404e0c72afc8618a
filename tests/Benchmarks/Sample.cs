namespace Benchmarks;

/// <summary>One finished process.</summary>
/// <param name="Wall">Milliseconds from start to end.</param>
/// <param name="Cpu">Milliseconds of processor, user and system.</param>
/// <param name="Memory">Peak resident MiB.</param>
/// <param name="ExitCode">Its exit code.</param>
internal sealed record Sample(double Wall, double Cpu, double Memory, int ExitCode);
