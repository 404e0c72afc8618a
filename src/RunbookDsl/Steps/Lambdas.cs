namespace RunbookDsl;

/// <summary>Authors' lambdas as operations want them.</summary>
internal static class Lambdas
{
    /// <summary>A task without a result, as one with <see cref="Unit"/>.</summary>
    public static async Task<Unit> Await(Task task)
    {
        await task.ConfigureAwait(false);
        return Unit.Value;
    }
}
