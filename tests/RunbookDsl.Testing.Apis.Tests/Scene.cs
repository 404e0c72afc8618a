using System.Collections;

namespace RunbookDsl.Testing.Apis.Tests;

/// <summary>A stage with a directory of its own, gone with it.</summary>
internal sealed class Scene : IAsyncDisposable
{
    public Scene(params IReadOnlyList<Fault> faults) =>
        Stage = new Stage(
            new StageOptions(
                Environment(),
                Directory.CreateTempSubdirectory("runbook-tests-").FullName,
                new(2026, 12, 5, 6, 0, 0, TimeSpan.Zero)
            )
            {
                Faults = faults,
            }
        );

    public Stage Stage { get; }

    public Door Door => Stage.Door();

    /// <summary>What was found wrong, one line each.</summary>
    public IEnumerable<string> Found => Stage.Found.Select(f => f.ToString());

    /// <summary>The calls so far: who asked, what, and what was answered.</summary>
    public IEnumerable<string> Calls =>
        Stage.Log.Events.Select(e => $"{e.Call.Step} {e.Call.Operation}: {e.Call.Text} -> {e.Answer}".Trim());

    public async ValueTask DisposeAsync()
    {
        await Stage.DisposeAsync();
        Directory.Delete(Stage.Directory, true);
    }

    private static Dictionary<string, string> Environment()
    {
        var environment = new Dictionary<string, string>();
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
            environment[(string)variable.Key] = (string)variable.Value!;
        return environment;
    }
}
