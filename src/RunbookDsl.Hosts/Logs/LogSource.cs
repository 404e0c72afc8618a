namespace RunbookDsl.Hosts;

/// <summary>Where messages come from. Nothing of it changes the host.</summary>
internal abstract class LogSource
{
    /// <summary>Where the log ends now.</summary>
    public abstract Task<string> EndAsync(StepContext context, CancellationToken cancellation);

    /// <summary>The errors before now, as far back as it is worth to know them.</summary>
    public abstract Task ReadRecentAsync(
        StepContext context,
        LogErrors errors,
        CancellationToken cancellation
    );

    /// <summary>The errors since a cursor.</summary>
    /// <returns>What of the log could not be read any more; null when everything could.</returns>
    public abstract Task<string?> ReadSinceAsync(
        StepContext context,
        string cursor,
        LogErrors errors,
        CancellationToken cancellation
    );
}
