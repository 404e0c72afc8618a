using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>
/// Asserts that a replica is connected to its primary and how much of the log it has replayed, in bytes
/// against what the primary has written: an age would grow on an idle primary although nothing is missing.
/// </summary>
/// <param name="Database">A database of the primary that is not fenced.</param>
/// <param name="Replica">The same of the replica.</param>
public sealed record ReplicaCheck(PgDatabase Database, PgDatabase Replica) : PgCheck(Database)
{
    /// <summary>Bytes of log that may be missing. Default 1 MiB.</summary>
    public long MostBytes { get; init; } = 1 << 20;

    /// <summary>How long to wait for it. Default: one look.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.Zero;

    /// <inheritdoc/>
    public override string Kind => "Pg.CheckReplica";

    /// <inheritdoc/>
    public override string Description =>
        $"the server of {Replica.Secret} follows that of {Database.Secret} and lacks at most"
        + $" {MostBytes.ToString("N0", CultureInfo.InvariantCulture)} bytes of its log";

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets =>
        [.. base.Secrets.Append(Replica.Secret).Distinct()];

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("replica", Replica.ToString()),
            new("replica server", Replica.Secret.ToString()),
            new("at most", MostBytes.ToString("N0", CultureInfo.InvariantCulture) + " bytes"),
            new("within", Durations.Text(Limit)),
        ];

    /// <summary>A copy that lets so many bytes be missing.</summary>
    public ReplicaCheck AtMost(long bytes) => this with { MostBytes = bytes };

    /// <summary>A copy that looks again for so long.</summary>
    public ReplicaCheck Within(TimeSpan limit) => this with { Limit = limit };

    private protected override Task<Verdict> LookAsync(StepContext context, PgSession session) =>
        PgSession.WithAsync(
            context,
            Replica,
            SessionUse.Look,
            async other =>
            {
                var verdict = Verdict.Fail("not looked at");
                await Poll.UntilAsync(
                        context,
                        Limit,
                        async () => (verdict = await OnceAsync(session, other).ConfigureAwait(false)).Passed,
                        session.Cancellation
                    )
                    .ConfigureAwait(false);
                return verdict;
            },
            session.Cancellation
        );

    private async Task<Verdict> OnceAsync(PgSession session, PgSession other)
    {
        // The replica first: what is written in between counts as missing, never as there.
        var replica = await ServerSide.ReadAsync(other).ConfigureAwait(false);
        var primary = await ServerSide.ReadAsync(session).ConfigureAwait(false);
        if (ServerSide.NotFollowing(other, primary, replica) is { } why)
            return Verdict.Fail(why);
        var lag = ServerSide.Lag(primary, replica);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{other.Target} is at {replica.Position} and {session.Target} at {primary.Position}:"
                + $" {lag:N0} bytes are missing"
        );
        return lag <= MostBytes
            ? Verdict.Pass(text)
            : Verdict.Fail(string.Create(CultureInfo.InvariantCulture, $"{text}, more than {MostBytes:N0}"));
    }
}
