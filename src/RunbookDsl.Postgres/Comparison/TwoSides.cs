namespace RunbookDsl.Postgres;

/// <summary>Sessions in two databases that are compared, with settings that make text the same.</summary>
internal sealed class TwoSides : IAsyncDisposable
{
    // Rows hidden by a policy would be missed without a word: with this the server refuses instead.
    public const string Settings =
        "-c extra_float_digits=3 -c timezone=UTC -c datestyle=ISO -c intervalstyle=postgres"
        + " -c bytea_output=hex -c row_security=off -c search_path=pg_catalog";

    private TwoSides(PgSession source, PgSession target) => (Source, Target) = (source, target);

    public PgSession Source { get; }

    public PgSession Target { get; }

    /// <summary>Connects to both.</summary>
    /// <exception cref="OperationFailedException">They are one and the same database.</exception>
    public static async Task<TwoSides> OpenAsync(
        StepContext context,
        PgDatabase source,
        PgDatabase target,
        SessionUse use,
        CancellationToken cancellation
    )
    {
        var from = await LookAsync(context, source, SessionUse.Look, cancellation).ConfigureAwait(false);
        PgSession? to = null;
        try
        {
            to = await LookAsync(context, target, use, cancellation).ConfigureAwait(false);
            if (
                await IdentityAsync(from).ConfigureAwait(false)
                == await IdentityAsync(to).ConfigureAwait(false)
            )
                throw new OperationFailedException(
                    $"source and target are the same: {source.Secret} and {target.Secret} both lead to"
                        + $" {from.Target}. Nothing was changed"
                );
            return new(from, to);
        }
        catch
        {
            await from.DisposeAsync().ConfigureAwait(false);
            if (to is not null)
                await to.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Asks both the same at the same time.</summary>
    public async Task<(T Source, T Target)> BothAsync<T>(Func<PgSession, Task<T>> ask)
    {
        var (source, target) = (ask(Source), ask(Target));
        await Task.WhenAll(source, target).ConfigureAwait(false);
        return (await source.ConfigureAwait(false), await target.ConfigureAwait(false));
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync().ConfigureAwait(false);
        await Target.DisposeAsync().ConfigureAwait(false);
    }

    private static Task<PgSession> LookAsync(
        StepContext context,
        PgDatabase database,
        SessionUse use,
        CancellationToken cancellation
    ) => PgSession.OpenAsync(context, PgTarget.Resolve(context, database), use, Settings, cancellation);

    private static Task<string?> IdentityAsync(PgSession session) =>
        session.ScalarAsync<string>(
            "select pg_postmaster_start_time()::text || ' ' || current_setting('port') || ' ' ||"
                + " current_database()"
        );
}
