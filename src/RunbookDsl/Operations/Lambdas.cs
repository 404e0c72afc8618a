using System.Runtime.CompilerServices;

namespace RunbookDsl;

/// <summary>Authors' lambdas as operations want them.</summary>
internal static class Lambdas
{
    /// <summary>A task without a result, as one with <see cref="Unit"/>.</summary>
    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    public static async Task<Unit> Await(Task task)
    {
        await task.ConfigureAwait(false);
        return Unit.Value;
    }
}
