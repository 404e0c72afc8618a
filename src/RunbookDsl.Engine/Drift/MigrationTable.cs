using RunbookDsl.Journal;

namespace RunbookDsl.Engine;

/// <summary>What migrating a run to another plan would do, difference by difference. Changes
/// nothing.</summary>
public sealed class MigrationTable
{
    private MigrationTable(IReadOnlyList<MigrationRow> rows) => Rows = rows;

    /// <summary>The differences: of steps, then of parameters and of the header.</summary>
    public IReadOnlyList<MigrationRow> Rows { get; }

    /// <summary>Whether some difference cannot be migrated over at all.</summary>
    public bool IsRefused => Rows.Any(r => r.Verdict == MigrationVerdict.Refused);

    /// <summary>Whether the operator has to decide something first.</summary>
    public bool IsAsked => Rows.Any(r => r.Verdict == MigrationVerdict.Asked);

    /// <summary>Results of completed steps in the form that today's plan reads, by id.</summary>
    internal IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Results { get; private init; } =
        new Dictionary<string, ReadOnlyMemory<byte>>();

    internal PlanChanges Changes { get; private init; } = new([], [], []);

    /// <summary>Decides every difference of a run.</summary>
    /// <param name="history">The run.</param>
    /// <param name="state">Folded from it, with what a torn end makes doubtful.</param>
    /// <param name="plan">Today's plan.</param>
    /// <param name="migration">The plan in force and what the operator has decided.</param>
    public static MigrationTable Of(RunHistory history, RunState state, Plan plan, Migration migration)
    {
        var changes = PlanDrift.Compare(history, state, plan, migration.Map);
        var order = new MigrationOrder(state, plan, migration.From, changes);
        var results = new ResultMigration(history, migration.From);
        var rules = new MigrationRules(state, migration, order, results);
        var rows = new List<MigrationRow>();
        foreach (var change in changes.Steps)
            rows.Add(rules.Row(change, plan.Find(change.Id)));
        foreach (var (done, open) in order.Violations())
            rows.Add(
                new MigrationRow(
                    new StepChange(ChangeKind.Moved, done) { OldId = order.OldIdOf(done) },
                    MigrationVerdict.Refused,
                    $"it is done already and would now come after '{open}', which is not: write '{open}' behind it"
                )
                {
                    What = $"moved '{done}'",
                }
            );
        foreach (var name in changes.Parameters)
            rows.Add(
                new MigrationRow(
                    null,
                    MigrationVerdict.Refused,
                    "what has been done was done with the old value: begin a new run"
                )
                {
                    What = $"parameter '{name}' changed",
                }
            );
        foreach (var line in changes.Header)
            rows.Add(new MigrationRow(null, MigrationVerdict.Allowed, "from now on") { What = line });
        return new MigrationTable(rows) { Results = results.Converted, Changes = changes };
    }
}
