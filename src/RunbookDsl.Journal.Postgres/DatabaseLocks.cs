using System.Text;
using Npgsql;

namespace RunbookDsl.Journal.Postgres;

/// <summary>
/// Resources as rows. Every statement may be sent twice, so that a lost reply is answered by asking again.
/// </summary>
internal sealed class DatabaseLocks(Database database, Owner me) : IResourceLocks
{
    private const string Columns = """
        select l.resource, l.run_id, l.epoch, l.fence, l.holder::text, l.since
        from rb.resource_lock l join rb.run r using (run_id) where r.status <> 'closed'
        """;

    private const string TakeOne = """
        insert into rb.resource_lock as l (resource, run_id, epoch, fence, holder, since)
        select $1, r.run_id, r.epoch, 1, $4::jsonb, clock_timestamp() from rb.run r
        where r.run_id = $2 and r.epoch = $3
        on conflict (resource) do update set run_id = excluded.run_id, epoch = excluded.epoch,
          holder = excluded.holder,
          fence = case when l.run_id = excluded.run_id then l.fence else l.fence + 1 end,
          since = case when l.run_id = excluded.run_id then l.since else excluded.since end
        where l.run_id is null or l.run_id = excluded.run_id
          or not exists (select from rb.run r where r.run_id = l.run_id and r.status <> 'closed')
        returning fence, since
        """;

    /// <inheritdoc/>
    public LockAnswer Take(LockClaim claim, IReadOnlyList<string> resources)
    {
        var held = database.Again(connection => TryTake(connection, claim, resources));
        if (held is not null)
            return new LockAnswer(held, null);
        foreach (var other in Held())
            if (other.Claim.RunId != claim.RunId && resources.Contains(other.Resource))
                return new LockAnswer([], other);
        if (RunRow.Read(database, claim.RunId) is not { } row || row.Epoch != claim.Epoch)
            throw new JournalException(
                $"Run {claim.RunId} was taken over: this process (epoch {claim.Epoch}) may lock nothing any "
                    + "more and begins nothing."
            );
        // It was let go between the two looks.
        return Take(claim, resources);
    }

    /// <inheritdoc/>
    public void Release(LockClaim claim, IReadOnlyList<string> resources) =>
        database.Again(connection =>
        {
            using var command = new NpgsqlCommand(
                "update rb.resource_lock set run_id = null, epoch = null, holder = null, since = null "
                    + "where resource = any(string_to_array($1, ' ')) and run_id = $2 and epoch = $3",
                connection
            );
            return command
                .With(string.Join(' ', resources))
                .With(claim.RunId)
                .With(claim.Epoch)
                .ExecuteNonQuery();
        });

    /// <inheritdoc/>
    public IReadOnlyList<HeldLock> Held() =>
        database.Ask(connection =>
        {
            if (Schema.Find(connection) == 0)
                return [];
            using var command = new NpgsqlCommand(Columns, connection);
            using var reader = command.ExecuteReader();
            var found = new List<HeldLock>();
            while (reader.Read())
                found.Add(
                    new HeldLock(
                        reader.GetString(0),
                        new LockClaim(reader.GetString(1), reader.GetInt64(2)),
                        reader.GetInt64(3),
                        OwnerFormat.Read(Encoding.UTF8.GetBytes(reader.GetString(4)))!,
                        new DateTimeOffset(reader.GetDateTime(5))
                    )
                );
            found.Sort((a, b) => string.CompareOrdinal(a.Resource, b.Resource));
            return found;
        });

    // In the order of their names, so that two runs never wait for each other inside the database.
    private List<HeldLock>? TryTake(
        NpgsqlConnection connection,
        LockClaim claim,
        IReadOnlyList<string> resources
    )
    {
        using var transaction = connection.BeginTransaction();
        using (var level = new NpgsqlCommand(Statements.RaiseDurability, connection, transaction))
            level.ExecuteNonQuery();
        var taken = new List<HeldLock>();
        foreach (var resource in resources)
        {
            using var command = new NpgsqlCommand(TakeOne, connection, transaction);
            command.With(resource).With(claim.RunId).With(claim.Epoch).With(HolderJson());
            using var reader = command.ExecuteReader();
            if (!reader.Read())
                return null;
            var since = new DateTimeOffset(reader.GetDateTime(1));
            taken.Add(new HeldLock(resource, claim, reader.GetInt64(0), me, since));
        }
        transaction.Commit();
        return taken;
    }

    private string HolderJson()
    {
        var text = new LineBuffer();
        OwnerFormat.Write(text, me);
        return Encoding.UTF8.GetString(text.Written);
    }
}
