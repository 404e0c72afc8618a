using Npgsql;

namespace RunbookDsl.Journal.Postgres;

/// <summary>The journal's database cannot be reached, or refuses what is asked of it.</summary>
internal sealed class DatabaseException : JournalException
{
    private DatabaseException(string message, bool isAnswer, Exception inner)
        : base(message, inner) => IsAnswer = isAnswer;

    /// <summary>
    /// True when the server itself said no, so that nothing of the statement was kept; false when nobody
    /// knows.
    /// </summary>
    internal bool IsAnswer { get; }

    internal static DatabaseException Of(string place, Exception e)
    {
        if (e is PostgresException said)
            return new DatabaseException(
                $"The journal in {place} refused: {said.MessageText.TrimEnd('.')} (SQLSTATE "
                    + $"{said.SqlState}). {Advice(said.SqlState)}",
                IsAnAnswer(said),
                e
            );
        var cause = e;
        while (cause.InnerException is { } inner)
            cause = inner;
        return new DatabaseException(
            $"The journal in {place} cannot be reached: {cause.Message.TrimEnd('.')}. Check that the server "
                + "runs and listens there, then try again.",
            false,
            e
        );
    }

    // FATAL ends the session, perhaps after the commit; 40003 says itself that nobody knows.
    private static bool IsAnAnswer(PostgresException said) =>
        said.InvariantSeverity is "ERROR"
        && said.SqlState != "40003"
        && !said.SqlState.StartsWith("08", StringComparison.Ordinal)
        && !said.SqlState.StartsWith("57P", StringComparison.Ordinal);

    private static string Advice(string sqlState) =>
        sqlState switch
        {
            "28P01" or "28000" => "Check the user, PGPASSFILE or PGPASSWORD, and pg_hba.conf.",
            "3D000" => "Check the database's name: 'psql -l' lists all there are.",
            "42501" => "The journal's user must own the schema rb, or be granted its tables.",
            "53100" => "The server's disk is full: free space there, then 'runbook resume'.",
            "25006" => "This server is read-only, a standby perhaps: name the primary, then try again.",
            "53300" => "All its connections are in use: free some, then try again.",
            _ => "Look at the server's log, then try again.",
        };
}
