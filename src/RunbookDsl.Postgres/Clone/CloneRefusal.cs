namespace RunbookDsl.Postgres;

/// <summary>What must hold before anything is copied: the direction, and a rule for every column.</summary>
internal sealed class CloneRefusal(CloneOperation spec, PgSession source)
{
    private const string Production = "production";

    private const string Environments = """
        select d.datname::text, split_part(c, '=', 2) from pg_db_role_setting s
        join pg_database d on d.oid = s.setdatabase cross join lateral unnest(s.setconfig) c
        where c like 'app.environment=%' order by 1
        """;

    /// <summary>Refuses a target that is the source, or production, or whose name is taken.</summary>
    public async Task TargetAsync(PgSession server, string name)
    {
        var from = await SourceReader.ServerAsync(source).ConfigureAwait(false);
        var to = await SourceReader.ServerAsync(server).ConfigureAwait(false);
        if (from.IsSameAs(to))
            throw Refused(
                $"{spec.Source.Secret} and {spec.Database.Secret} lead to the same server,"
                    + $" {server.Target.Host} port {server.Target.Port}: a clone there is one step from"
                    + " production"
            );
        if (from.SystemIdentifier == to.SystemIdentifier && !spec.MayBeCopiedServer)
            throw Refused(
                $"the target's server has the source's system identifier {to.SystemIdentifier}: it is"
                    + " production by another way, its replica, or a copy of its files. If it is a copy, say"
                    + " .AllowCopiedServer()"
            );
        var own = await source
            .ScalarAsync<string>("select current_setting('app.environment', true)")
            .ConfigureAwait(false);
        if (spec.Environment == Production || spec.Environment == own)
            throw Refused($"the clone must not be called {spec.Environment}, as its source is");
        var others = await server
            .RowsAsync(Environments, r => (Database: r.GetString(0), Says: r.GetString(1)))
            .ConfigureAwait(false);
        if (others.Find(o => o.Says == Production || o.Says == own) is { Database: not null } live)
            throw Refused($"database \"{live.Database}\" on the target's server says that it is {live.Says}");
        if ((await RestoreJob.FindAsync(server, name).ConfigureAwait(false)).Exists)
            throw Refused(
                $"database \"{name}\" is there already on {server.Target.Host} port {server.Target.Port}:"
                    + " clone under a new name and swap"
            );
    }

    /// <summary>Refuses rules that do not fit, and columns without one.</summary>
    public async Task RulesAsync(IReadOnlyList<ClonedColumn> columns)
    {
        var known = columns.ToDictionary(c => c.Place);
        var strangers = spec.Rules.Select(r => r.Place).Where(p => !known.ContainsKey(p)).ToList();
        if (strangers.Count > 0)
            throw Refused(
                $"{source.Target} has no column {strangers[0]}{Nearest.Suggest(strangers[0], known.Keys)}"
            );
        var ruled = spec.Rules.Select(r => r.Place).ToHashSet();
        var open = columns.Where(c => c.HoldsText && !ruled.Contains(c.Place)).Select(c => c.Place).ToList();
        if (open.Count > 0)
            throw Refused(
                $"{open.Count} columns of {source.Target} can hold text and have no rule:"
                    + $" {TableActivities.Names(open)}. Give each .Mask or .Keep"
            );
        var empty = spec
            .Masked.Where(r => r.How == Masking.Null && known[r.Place].IsRequired)
            .Select(r => r.Place)
            .ToList();
        if (empty.Count > 0)
            throw Refused($"{empty[0]} does not take NULL: mask it in another way");
        var large = await source
            .ScalarAsync<long>("select count(*) from pg_largeobject_metadata")
            .ConfigureAwait(false);
        if (large > 0)
            throw Refused($"{source.Target} has {large} large objects, and no rule says what is in them");
    }

    private static OperationFailedException Refused(string why) => new($"{why}. Nothing was copied");
}
