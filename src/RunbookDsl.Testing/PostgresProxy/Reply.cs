namespace RunbookDsl.Testing;

/// <summary>An answer that the server still owes.</summary>
/// <param name="Kind">To what.</param>
/// <param name="Call">The statement; null when it has none of its own in the log.</param>
internal sealed record Reply(ReplyKind Kind, StatementCall? Call = null)
{
    /// <summary>The portal of an <see cref="ReplyKind.Execute"/>.</summary>
    public string Portal { get; init; } = "";

    /// <summary>The error to give in place of the one we provoked; null when we provoked none.</summary>
    public InjectedError? Injected { get; init; }

    public bool EndsInReady => Kind != ReplyKind.Execute;
}
