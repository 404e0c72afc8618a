using RunbookDsl.Engine.Tests.Support;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Engine.Tests.Drift;

/// <summary>A run held at its gate, and what becomes of it under an edited script.</summary>
internal sealed class MigrationBench : IDisposable
{
    public World World { get; } = new();

    public bool IsOpen { get; set; }

    public Plan Before { get; private set; } = null!;

    public void Set(string step, string value) => Step(step).Run(new SetValue(World.Server, step, value));

    public void Gate() =>
        Step("gate").Run(_ => Task.FromResult(1)).ReadOnly().Guard(_ => Task.FromResult(IsOpen));

    /// <summary>Begins a run that must be held.</summary>
    public async Task HoldAsync(Action script)
    {
        Before = Scripted.Plan(script);
        var result = await World.StartAsync(Before);
        Assert.That(result.Status, Is.Not.EqualTo(RunStatus.Done), result.Message);
    }

    public Task<RunResult> MigrateAsync(Action script, Func<Migration, Migration>? with = null)
    {
        var migration = new Migration(Before, "the host was renamed");
        return World.ResumeAsync(
            Scripted.Plan(script),
            r => r with { Migration = with?.Invoke(migration) ?? migration }
        );
    }

    /// <summary>The lines of a refusal, which must have left the journal as it was.</summary>
    public string[] Refusal(Action script, Func<Migration, Migration>? with = null)
    {
        var records = World.Records();
        var e = Assert.ThrowsAsync<ScriptChangedException>(() => MigrateAsync(script, with));
        Assert.That(World.Records(), Is.EqualTo(records), "a refused migration has written");
        return [.. e!.Differences];
    }

    /// <summary>What the operator was told about each difference.</summary>
    public string[] Told() =>
        [
            .. World
                .Log.Events.Where(e =>
                    e.Kind == RunEventKind.Note && e.Text.StartsWith("migrated: ", StringComparison.Ordinal)
                )
                .Select(e => e.Text["migrated: ".Length..]),
        ];

    public StepPhase Phase(string id) => World.State().Step(id).Phase;

    public void Dispose() => World.Dispose();
}
