using System.Globalization;
using Npgsql;

namespace RunbookDsl.Journal.Postgres;

/// <summary>
/// Runs in a PostgreSQL database that several machines share: the same lines as in files, appended by one
/// owner at a time. See the README of this project.
/// </summary>
/// <param name="options">Where it is.</param>
/// <param name="clock">Gives each line its time, and measures how long the database was silent.</param>
/// <param name="me">Told to whoever finds a run taken.</param>
public sealed partial class PostgresJournalStore(PostgresJournalOptions options, TimeProvider clock, Owner me)
    : IJournalStore
{
    private static long s_claims;
    private readonly Database _database = new(options);

    /// <inheritdoc/>
    public IResourceLocks Locks => new DatabaseLocks(_database, me);

    private RunValues Values => field ??= new RunValues(_database);

    private string Root => Path.Combine(options.Home, "shared", _database.StoreId);

    /// <inheritdoc/>
    public RunHistory Read(string runId) => History(Stored(runId));

    /// <inheritdoc/>
    public IEnumerable<RunListing> List()
    {
        foreach (var runId in RunIds())
            yield return Describe(runId);
    }

    /// <inheritdoc/>
    public string FindRun(string prefix) => RunNames.Find(RunIds(), prefix, _database.Place);

    /// <inheritdoc/>
    public bool Post(string runId, string signalId, ReadOnlySpan<byte> content) =>
        RunId.IsValid(signalId)
            ? Values.Post(runId, signalId, content.ToArray())
            : throw new ArgumentException(
                $"'{signalId}' is no signal's id; expected 1 to 64 of a-z, 0-9, '-', '_'.",
                nameof(signalId)
            );

    /// <summary>Where this machine's copy of a run is, or would be.</summary>
    public string LocationOf(string runId) => Path.Combine(Root, "runs", runId);

    private List<string> RunIds() =>
        _database.Ask(connection =>
        {
            if (Schema.Find(connection) == 0)
                return [];
            using var command = new NpgsqlCommand(
                "select run_id, opened_at from rb.run where status <> 'void'",
                connection
            );
            using var reader = command.ExecuteReader();
            var begun = new Dictionary<string, DateTimeOffset?>();
            while (reader.Read())
                begun.Add(reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1));
            var ids = begun.Keys.ToList();
            RunOrder.Sort(ids, id => begun[id]);
            return ids;
        });

    private RunListing Describe(string runId)
    {
        try
        {
            return new RunListing(runId, LocationOf(runId), Read(runId), null);
        }
        catch (JournalException e)
        {
            return new RunListing(runId, LocationOf(runId), null, e);
        }
    }

    private StoredRun Stored(string runId)
    {
        _ = _database.StoreId;
        return StoredRun.Read(_database, runId)
            ?? throw new JournalException(
                $"There is no run {runId} in {_database.Place}. 'runbook runs' lists all there are."
            );
    }

    private RunHistory History(StoredRun run)
    {
        var location = LocationOf(run.Row.RunId);
        return new RunHistory
        {
            RunId = run.Row.RunId,
            Runbook = run.Runbook,
            Location = location,
            Records = run.Records,
            TornTails = [],
            Owner = run.Row.IsHeld && !run.Row.IsClosed ? run.Row.Owner : null,
            Owners = run.Owners,
            Elsewhere = [.. run.Owners.Select(o => me.IsOnSameMachine(o) ? null : o)],
            Offer = run.Row.Offer,
            Epoch = run.Segments,
            HeadHash = run.HeadHash,
            Anchored = run.Row.IsClosed,
            Blobs = name => Values.Read(run.Row.RunId, name, new RunFiles(Disk.Local, location)),
        };
    }

    private string NewClaim() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{me.Host}/{me.BootId}/{me.Pid}-{me.PidStart}/{Interlocked.Increment(ref s_claims)}"
        );

    private string OwnerJson()
    {
        var text = new LineBuffer();
        OwnerFormat.Write(text, me with { Since = clock.GetUtcNow() });
        return System.Text.Encoding.UTF8.GetString(text.Written);
    }

    private JournalParts Parts(string location, Appender appender, LocalSegment copy) =>
        new(_database, options, clock)
        {
            Root = Root,
            Location = location,
            Appender = appender,
            Copy = copy,
            Values = Values,
        };
}
