namespace RunbookDsl;

/// <summary>Undo specs made from operations.</summary>
internal static class Undos
{
    /// <summary>Runs and verifies <paramref name="operation"/> as the undo of another step.</summary>
    public static UndoSpec ByOperation<TUndo>(Operation<TUndo> operation) =>
        new(
            operation.Description,
            async (context, _, cancellation) =>
            {
                var result = await operation.RunAsync(context, cancellation).ConfigureAwait(false);
                var verdict = await operation
                    .VerifyAsync(context, result, cancellation)
                    .ConfigureAwait(false);
                if (!verdict.Passed)
                    throw new OperationFailedException(
                        $"the undo \"{operation.Description}\" ran, but: {verdict.Evidence}"
                    );
            }
        )
        {
            Probe = operation.ProbeAsync,
            Attach = operation.CanAttach ? operation.AttachAsync : null,
            Secrets = operation.Secrets,
            Reads = operation.Reads,
        };
}
