using System.Globalization;
using Npgsql;

namespace RunbookDsl.Postgres;

/// <summary>
/// Runs a PostgreSQL tool against a database; login and name go through its environment, never its arguments.
/// </summary>
internal sealed record ToolRun(NativeTool Tool, PgTarget? Target, IReadOnlyList<string> Arguments)
{
    private const int ShownLines = 5;
    private static readonly TimeSpan RestLimit = TimeSpan.FromSeconds(10);

    /// <summary>Called for each line the tool prints.</summary>
    public Action<string>? OnLine { get; init; }

    /// <summary>Settings for its sessions, such as <c>-c vacuum_cost_delay=0</c>; empty for none.</summary>
    public string Options { get; init; } = "";

    /// <summary>Whether an interrupted run leaves the outcome open. Default yes.</summary>
    public bool Changes { get; init; } = true;

    /// <summary>An exit code besides 0 that is an answer and no failure; null for none.</summary>
    public int? AlsoEndsWith { get; init; }

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="OperationFailedException">It ended with another code than 0.</exception>
    /// <exception cref="OutcomeUnknownException">It was cancelled while it could change something, or ended
    /// while statements of its other connections went on for ten seconds more.</exception>
    public async Task<ProcessResult> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var command = new ProcessCommand(Tool.Path, Arguments)
        {
            Environment = Environment(context),
            Directory = context.Directory,
            OnLine = OnLine,
        };
        try
        {
            var result = await context
                .Port<IProcessRunner>()
                .RunAsync(command, cancellation)
                .ConfigureAwait(false);
            if (result.ExitCode == 0 || result.ExitCode == AlsoEndsWith)
                return result;
            var failure = Failed(result);
            if (Changes && Target is not null)
                await RequireRestAsync(context, Target, failure, cancellation).ConfigureAwait(false);
            throw failure;
        }
        catch (OperationCanceledException e) when (Changes)
        {
            throw new OutcomeUnknownException(
                $"{Tool.Name} on {Target} was cancelled; the server may still be working on its"
                    + $" last statement: look for"
                    + $" application_name {SessionName.Of(context)} in pg_stat_activity",
                e
            );
        }
    }

    // A tool that loses one of its connections leaves the others' statements at work: it has not failed
    // before they have ended.
    private static async Task RequireRestAsync(
        StepContext context,
        PgTarget target,
        OperationFailedException failure,
        CancellationToken cancellation
    )
    {
        try
        {
            var left = await PgSession
                .WithAsync(
                    PgSession.OpenAsync(context, target, SessionUse.Look, "", cancellation),
                    session => Orphan.AwaitAsync(context, session, RestLimit, cancellation)
                )
                .ConfigureAwait(false);
            if (left is not null)
                throw new OutcomeUnknownException($"{failure.Message}. It is {left.Evidence}", failure);
        }
        catch (OperationFailedException)
        {
            // Nobody can look: what the tool said is all that is known.
        }
    }

    private OperationFailedException Failed(ProcessResult result)
    {
        var lines = result.Error.Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        var said = string.Join("; ", lines.TakeLast(ShownLines));
        var code = result.ExitCode.ToString(CultureInfo.InvariantCulture);
        var where = Target is null ? "" : $" on {Target}";
        return new OperationFailedException(
            $"{Tool.Name}{where} ended with exit code {code}: {said}{Advice(said)}",
            said.Contains("lock timeout", StringComparison.Ordinal)
                || said.Contains("deadlock detected", StringComparison.Ordinal)
        );
    }

    private static string Advice(string said)
    {
        if (said.Contains("No space left on device", StringComparison.Ordinal))
            return ". STOP: a disk is full; free space before anything else";
        if (said.Contains("lock timeout", StringComparison.Ordinal))
            return ". A lock was not granted in time: find the holder with pg_blocking_pids, then try again";
        return said.Contains("invalid page in block", StringComparison.Ordinal)
            ? ". STOP: data is corrupted. Change nothing more; copy the data directory first"
            : "";
    }

    private Dictionary<string, string?> Environment(StepContext context)
    {
        var variables = new Dictionary<string, string?>
        {
            ["PGSERVICE"] = null,
            ["PGHOSTADDR"] = null,
            ["LC_ALL"] = "C",
            ["LC_MESSAGES"] = "C",
        };
        if (Target is not null)
            AddLogin(variables, Target, SessionName.Of(context));
        return variables;
    }

    private void AddLogin(Dictionary<string, string?> variables, PgTarget target, string name)
    {
        var settings = target.Settings();
        variables["PGHOST"] = target.Host;
        variables["PGPORT"] = target.Port.ToString(CultureInfo.InvariantCulture);
        variables["PGDATABASE"] = target.Database;
        variables["PGUSER"] = target.User.Length > 0 ? target.User : null;
        variables["PGPASSWORD"] = settings.Password;
        variables["PGPASSFILE"] = settings.Passfile;
        variables["PGAPPNAME"] = name;
        variables["PGCONNECT_TIMEOUT"] = settings.Timeout.ToString(CultureInfo.InvariantCulture);
        variables["PGSSLMODE"] = SslMode(settings.SslMode);
        variables["PGSSLROOTCERT"] = settings.RootCertificate;
        variables["PGSSLCERT"] = settings.SslCertificate;
        variables["PGSSLKEY"] = settings.SslKey;
        variables["PGOPTIONS"] = $"{settings.Options} -c default_transaction_read_only=off {Options}".Trim();
    }

    private static string SslMode(SslMode mode) =>
        mode switch
        {
            Npgsql.SslMode.VerifyCA => "verify-ca",
            Npgsql.SslMode.VerifyFull => "verify-full",
            _ => mode.ToString().ToLowerInvariant(),
        };
}
