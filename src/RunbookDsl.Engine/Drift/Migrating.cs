using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>
/// Takes a run over to another plan in one record: before it is durable nothing has changed, after it
/// everything has.
/// </summary>
internal static class Migrating
{
    private const int LargestInline = 16 * 1024;

    /// <summary>Whether the request orders a migration and there is something to migrate.</summary>
    public static bool IsWanted(RunHistory history, RunState state, RunRequest request) =>
        request.Migration is { } migration
        && state.PlanHash.Length > 0
        && !PlanDrift.Compare(history, state, request.Plan, migration.Map).IsNone;

    /// <exception cref="ScriptChangedException">A difference cannot be migrated over; tells the whole
    /// table.</exception>
    public static MigrationTable Decide(RunHistory history, RunState state, RunRequest request)
    {
        var migration = request.Migration!;
        Check(history, state, request.Plan, migration);
        var table = MigrationTable.Of(history, state, request.Plan, migration);
        if (!table.IsRefused && !table.IsAsked)
            return table;
        var lines = new List<string>();
        foreach (var row in table.Rows)
            if (row.Verdict is MigrationVerdict.Refused or MigrationVerdict.Asked)
                lines.Add(row.ToString());
        throw new ScriptChangedException(
            $"Run {history.RunId} cannot be migrated to {request.Plan.ScriptPath} "
                + $"{(table.IsRefused ? "as it is" : "without an answer")}. Nothing was changed.\n{string.Join('\n', lines)}",
            lines
        );
    }

    /// <summary>Writes the migration; durable on return.</summary>
    public static void Write(RunScope scope, MigrationTable table)
    {
        var migration = scope.Request.Migration!;
        var plan = PlanBody.Archive(scope);
        var blobs = new List<KeyValuePair<string, string>>();
        foreach (var (id, json) in table.Results)
            if (json.Length > LargestInline)
                blobs.Add(new(id, scope.Journal.WriteBlob(json.Span)));
        scope.Append(
            Body.Record(
                RecordTypes.PlanMigrated,
                null,
                0,
                w =>
                {
                    w.WriteString("from", scope.State.PlanHash);
                    w.WriteString("to", NewHash(scope));
                    w.WriteString("hash", scope.Plan.Hash);
                    w.WriteString("title", scope.Plan.Header.Title);
                    w.WriteString("by", scope.Services.Operator);
                    w.WriteString("reason", migration.Reason);
                    w.Pairs("map", Renamed(table));
                    w.Strings("removed", Removed(scope, table));
                    w.Strings("skipped", Skipped(table, migration));
                    w.Pairs("resultTypes", ResultTypes(scope, table));
                    if (blobs.Count > 0)
                        w.Pairs("resultBlobs", blobs);
                    WriteResults(w, table);
                    plan.Write(w);
                }
            )
        );
        scope.Commit();
        foreach (var row in table.Rows)
            scope.Emit(RunEventKind.Note, null, $"migrated: {row}");
    }

    private static void Check(RunHistory history, RunState state, Plan plan, Migration migration)
    {
        if (string.IsNullOrWhiteSpace(migration.Reason))
            throw new EngineException("a migration wants its reason: add --reason \"…\".");
        var known = new HashSet<string>();
        foreach (var (id, _) in PlannedSteps.Of(history, state))
            known.Add(id);
        foreach (var (id, old) in migration.Map)
            if (!known.Contains(old) && !known.Contains(id))
                throw Unknown($"--map {old}={id}", old, known);
            else if (plan.Find(id) is null)
                throw Unknown($"--map {old}={id}", id, Ids(plan));
        foreach (var id in migration.RunInserted.Concat(migration.SkipInserted))
            if (plan.Find(id) is null || known.Contains(id))
                throw Unknown(
                    migration.RunInserted.Contains(id) ? $"--run-inserted {id}" : $"--skip-inserted {id}",
                    id,
                    [.. Ids(plan).Where(i => !known.Contains(i))]
                );
    }

    private static EngineException Unknown(string option, string id, IReadOnlyCollection<string> known) =>
        new(
            $"{option}: there is no such step '{id}'{Nearest.Suggest(id, known)}; it could be "
                + $"{(known.Count == 0 ? "none" : string.Join(", ", known.Take(12)))}{(known.Count > 12 ? ", …" : "")}."
        );

    private static List<string> Ids(Plan plan)
    {
        var ids = new List<string>(plan.Steps.Count);
        foreach (var step in plan.Steps)
            ids.Add(step.Id);
        return ids;
    }

    // Never a hash that was in force before: what was approved then must not count again.
    private static string NewHash(RunScope scope)
    {
        var text = $"{scope.State.PlanHash}\n{scope.Plan.Hash}\n{scope.State.Migrations.Count}";
        Span<byte> digest = stackalloc byte[ContentHash.Size];
        ContentHash.Sha256(System.Text.Encoding.UTF8.GetBytes(text), digest);
        return ContentHash.Hex(digest[..(scope.Plan.Hash.Length / 2)]);
    }

    private static IEnumerable<KeyValuePair<string, string>> Renamed(MigrationTable table)
    {
        foreach (var change in table.Changes.Steps)
            if (change.Kind == ChangeKind.Renamed)
                yield return new(change.OldId!, change.Id);
    }

    private static List<string> Removed(RunScope scope, MigrationTable table)
    {
        var removed = new List<string>();
        foreach (var change in table.Changes.Steps)
            if (change.Kind == ChangeKind.Removed && scope.State.Step(change.Id).Phase != StepPhase.Planned)
                removed.Add(change.Id);
        return removed;
    }

    private static List<string> Skipped(MigrationTable table, Migration migration)
    {
        var skipped = new List<string>();
        foreach (var change in table.Changes.Steps)
            if (change.Kind == ChangeKind.Added && migration.SkipInserted.Contains(change.Id))
                skipped.Add(change.Id);
        return skipped;
    }

    private static IEnumerable<KeyValuePair<string, string>> ResultTypes(RunScope scope, MigrationTable table)
    {
        foreach (var id in table.Results.Keys)
            if (scope.Plan.Find(id)?.Spec.Code?.ResultType is { } type)
                yield return new(id, type);
    }

    private static void WriteResults(BodyWriter w, MigrationTable table)
    {
        w.WriteStartObject("results");
        foreach (var (id, json) in table.Results)
            if (json.Length <= LargestInline)
                w.WriteRaw(id, json.Span);
        w.WriteEndObject();
    }
}
