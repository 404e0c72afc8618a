namespace RunbookDsl.Postgres.Tests;

/// <summary>Capture and run, for tests that verify by themselves.</summary>
internal static class Running
{
    public static async Task<T> RunAsyncOf<T>(
        this StepWorld step,
        Operation<T> operation,
        CancellationToken cancellation
    )
    {
        step.Captured = await operation.CaptureAsync(step, cancellation);
        return await operation.RunAsync(step, cancellation);
    }
}
