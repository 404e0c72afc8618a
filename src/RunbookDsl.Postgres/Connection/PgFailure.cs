using Npgsql;

namespace RunbookDsl.Postgres;

/// <summary>Turns what Npgsql throws into failed, retryable, or in doubt, with what to do next.</summary>
internal static class PgFailure
{
    private const int ShownSql = 80;

    /// <summary>No connection: nothing was sent.</summary>
    public static OperationFailedException Connecting(PgTarget target, Exception failure)
    {
        if (failure is PostgresException refused)
            return new OperationFailedException(
                $"{target} refused the connection of user \"{target.User}\": {refused.MessageText}"
                    + $" (SQLSTATE {refused.SqlState}). {Advice(refused.SqlState, target)}",
                refused.SqlState is "53300" or "57P03" or "57P01",
                failure
            );
        return new OperationFailedException(
            $"cannot reach {target} (secret {target.SecretName}): {Reason(failure)}. Check that"
                + $" the server runs and"
                + " listens there, that host and port in the secret are right, and that no"
                + " firewall is in between",
            retryable: true,
            failure
        );
    }

    /// <summary>A statement that did not succeed.</summary>
    public static Exception Running(PgTarget target, string sql, SessionUse use, Exception failure)
    {
        var what = $"{Short(sql)} on {target}";
        var said = failure as PostgresException ?? failure.InnerException as PostgresException;
        if (said is not null && (OnlyLooks(use) || !EndsSession(said)))
            return new OperationFailedException(
                $"{what} failed: {said.MessageText} (SQLSTATE {said.SqlState})."
                    + $" {Advice(said.SqlState, target)}",
                IsRetryable(said.SqlState),
                failure
            );
        if (OnlyLooks(use))
            return failure is OperationCanceledException
                ? failure
                : new OperationFailedException(
                    $"{what} failed: {Reason(failure)}. Nothing was changed; try again",
                    retryable: true,
                    failure
                );
        var why =
            failure is OperationCanceledException
                ? "it was cancelled and the server did not confirm that it stopped"
                : said?.MessageText ?? Reason(failure);
        return new OutcomeUnknownException(
            $"{what} was sent and its outcome is unknown: {why}. The server may still be working"
                + $" on it: look for its"
                + " application_name in pg_stat_activity",
            failure
        );
    }

    /// <summary>What an expert does about a SQLSTATE.</summary>
    public static string Advice(string sqlState, PgTarget target) =>
        sqlState switch
        {
            "55P03" =>
                "A lock was not granted in time: find the holder with pg_blocking_pids, then try again",
            "40P01" => "The server broke a deadlock by ending this statement; try again",
            "40001" => "Another transaction changed the same rows; try again",
            "57014" =>
                "The statement was cancelled and rolled back; see statement_timeout and who may cancel it",
            "57P01" => "An administrator ended the session",
            "57P03" => "The server is starting or stopping; try again in a moment",
            "25006" => "The session is read-only: see default_transaction_read_only, or this is a standby",
            "53300" => "All connections are in use; drain some, then try again",
            "55006" => "Somebody is still connected; drain the database first",
            "42P04" or "42P07" or "42710" => "It is already there: an earlier run may have made it",
            "42501" => $"User \"{target.User}\" lacks the privilege for it",
            "28P01" or "28000" => $"Check user and password in secret {target.SecretName}, and pg_hba.conf",
            "3D000" => $"Check the name: psql -l lists the databases of {target.Host} port {target.Port}",
            "XX001" or "XX002" => "STOP: data or an index is corrupted. Change nothing more; copy the data"
                + " directory first, then run pg_amcheck",
            "53100" => "STOP: the disk is full. Free space on the server before anything else",
            _ => "Nothing of this statement was kept",
        };

    /// <summary>One line of a statement, cut.</summary>
    public static string Short(string sql)
    {
        var line = string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= ShownSql ? $"\"{line}\"" : $"\"{line[..ShownSql]}…\"";
    }

    private static bool IsRetryable(string sqlState) => sqlState is "55P03" or "40P01" or "40001" or "53300";

    private static bool OnlyLooks(SessionUse use) => use is SessionUse.Look or SessionUse.AsApplication;

    private static bool EndsSession(PostgresException said) => said.Severity is "FATAL" or "PANIC";

    private static string Reason(Exception failure)
    {
        var inner = failure;
        while (inner.InnerException is { } next)
            inner = next;
        return inner.Message.TrimEnd('.');
    }
}
