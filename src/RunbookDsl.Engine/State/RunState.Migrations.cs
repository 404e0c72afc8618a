namespace RunbookDsl.Engine;

public sealed partial class RunState
{
    /// <summary>When it went on with an edited script, oldest first.</summary>
    public IReadOnlyList<PlanMigration> MigrationList => Migrations;

    /// <summary>Steps that were begun and that the plan in force no longer has.</summary>
    public IReadOnlyList<RemovedStep> RemovedSteps => Removed;

    internal List<PlanMigration> Migrations { get; } = [];

    internal List<RemovedStep> Removed { get; } = [];

    /// <summary>
    /// The hash that the plan in force has of itself; <see cref="PlanHash"/> is another after a migration.
    /// </summary>
    internal string InForce { get; set; } = "";

    /// <summary>Gives steps their new ids, all at once: two may have changed names.</summary>
    internal void Rename(IReadOnlyList<KeyValuePair<string, string>> map)
    {
        lock (_gate)
        {
            var taken = new List<StepState>();
            foreach (var (old, id) in map)
                if (_steps.Remove(old, out var step))
                {
                    step.Id = id;
                    taken.Add(step);
                }
            foreach (var step in taken)
                _steps[step.Id] = step;
        }
    }
}
