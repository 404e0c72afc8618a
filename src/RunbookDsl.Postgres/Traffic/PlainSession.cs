namespace RunbookDsl.Postgres;

/// <summary>A session as an application would get it, with none of our settings.</summary>
internal static class PlainSession
{
    public static Task<PgSession> OpenAsync(
        StepContext context,
        PgDatabase database,
        CancellationToken cancellation
    ) =>
        PgSession.OpenAsync(
            context,
            PgTarget.Resolve(context, database),
            SessionUse.AsApplication,
            "",
            cancellation
        );
}
