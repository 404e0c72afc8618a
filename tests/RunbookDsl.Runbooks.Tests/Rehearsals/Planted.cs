using System.Collections;
using RunbookDsl.Testing;
using RunbookDsl.Testing.Scripts;

namespace RunbookDsl.Runbooks.Tests;

/// <summary>
/// A small runbook with one defect, over the operations of the planned migration and the systems of its
/// world.
/// </summary>
internal static class Planted
{
    private static readonly MatrixOptions Nothing = new()
    {
        Faults = false,
        Crashes = false,
        Undos = false,
        Refusals = false,
        Again = false,
        AtOnce = 2,
    };

    /// <summary>What is found when nothing goes wrong.</summary>
    public static Task<IReadOnlyList<string>> CleanAsync(
        string script,
        string world,
        CancellationToken cancellation
    ) => FindAsync(script, world, _ => Nothing, cancellation);

    /// <summary>What is found when this goes wrong, with the scenario in front.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(
        string script,
        string world,
        Func<MatrixOptions, MatrixOptions> tried,
        CancellationToken cancellation
    )
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("planted.csx");
        File.Copy(Path.Combine(Tree.Root, "runbooks/planned-migration/apis.csx"), folder.File("apis.csx"));
        await File.WriteAllTextAsync(
            path,
            "#load \"apis.csx\"\nRunbook(\"Planted\");\n" + script,
            cancellation
        );
        await File.WriteAllTextAsync(folder.File("planted.world.csx"), world, cancellation);
        var settings = new RehearsalSettings(
            Environment
                .GetEnvironmentVariables()
                .Cast<DictionaryEntry>()
                .ToDictionary(v => (string)v.Key, v => (string?)v.Value ?? ""),
            Path.GetDirectoryName(path)!,
            folder.File("cache")
        );
        var file = await RunbookFile.OpenAsync(
            path,
            settings,
            new Dictionary<string, string>(),
            cancellation
        );
        await using (file)
        {
            var matrix = await FaultMatrix.RunAsync(file.Rehearsal, tried(Nothing), null, cancellation);
            return [.. matrix.Findings.Select(f => $"{f.Scenario.Name}: {f.Finding}")];
        }
    }
}
