using System.Text.Json;

namespace RunbookDsl.Postgres;

/// <summary>
/// The step's folder beside the new data directory: a copy of that directory from before, the scripts that
/// pg_upgrade writes, its logs when it failed, and at the end the result.
/// </summary>
internal sealed class UpgradeFolder(PgCluster fresh, string id)
{
    private const string FinishedMark = "result.json";
    private const string UndoMark = "undoing";

    public string Path { get; } = $"{fresh.Data.TrimEnd('/')}.upgrade-{id}";

    /// <summary>The new data directory as it was before.</summary>
    public string Copy => Within("before");

    public string HalfCopy => Within("before.partial");

    /// <summary>What pg_upgrade logged when it failed.</summary>
    public string Logs => Within("logs");

    /// <summary>Where pg_upgrade of version 15 and later logs; it removes this when it has
    /// succeeded.</summary>
    public string Output => System.IO.Path.Combine(fresh.Data, "pg_upgrade_output.d");

    public bool HasCopy => Directory.Exists(Copy);

    public bool IsUndoing => File.Exists(Within(UndoMark));

    /// <summary>pg_upgrade writes its last script when all files are there and synced, and clears its logs
    /// at its very end.</summary>
    public bool HasEnded =>
        File.Exists(Within("delete_old_cluster.sh"))
        && !Directory.Exists(Output)
        && !Directory.EnumerateFiles(Path, "pg_upgrade_*.log").Any();

    public static UpgradeFolder Of(StepContext context, PgCluster fresh) =>
        new(fresh, SessionName.Digest($"{context.RunId}/{context.StepId}"));

    public string Within(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The result of an upgrade that ended well; null when there is none.</summary>
    public UpgradeResult? Read()
    {
        var file = Within(FinishedMark);
        if (!File.Exists(file))
            return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), PgJson.Default.UpgradeResult);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Write(UpgradeResult result)
    {
        // A rename is whole or not at all.
        var half = Within(FinishedMark + ".partial");
        Durable.WriteFile(half, JsonSerializer.SerializeToUtf8Bytes(result, PgJson.Default.UpgradeResult));
        File.Move(half, Within(FinishedMark), overwrite: true);
        Durable.SyncFolder(Path);
    }

    public void BeginUndo()
    {
        Durable.WriteFile(Within(UndoMark), []);
        Durable.SyncFolder(Path);
    }

    /// <summary>The scripts in it, by name.</summary>
    public List<string> Scripts() =>
        [
            .. Directory
                .EnumerateFiles(Path)
                .Select(f => System.IO.Path.GetFileName(f))
                .Where(f =>
                    f.EndsWith(".sql", StringComparison.Ordinal)
                    || f.EndsWith(".sh", StringComparison.Ordinal)
                )
                .Order(StringComparer.Ordinal),
        ];
}
