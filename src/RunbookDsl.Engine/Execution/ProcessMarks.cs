namespace RunbookDsl.Engine;

/// <summary>The variables that tell a program for whom it works. Public names: never changed.</summary>
internal static class ProcessMarks
{
    public const string Run = "RUNBOOK_RUN";
    public const string Step = "RUNBOOK_STEP";
    public const string Key = "RUNBOOK_IDEMPOTENCY_KEY";
    public const string Fence = "RUNBOOK_FENCE";

    /// <summary>Tells apart two runs of the same id, in two homes.</summary>
    public const string Mark = "RUNBOOK_MARK";

    /// <summary>Set for a program that is taken up again by its handle.</summary>
    public const string Handle = "RUNBOOK_HANDLE";
}
