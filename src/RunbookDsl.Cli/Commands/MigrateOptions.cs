using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>What is said with <c>resume --migrate</c>.</summary>
internal static class MigrateOptions
{
    public static readonly IReadOnlyList<OptionSpec> All =
    [
        new("--migrate", null, "with the script as it is now; wants a --reason"),
        new("--map", "OLD=NEW", "with --migrate: a step's old id and its new one") { Repeats = true },
        new("--run-inserted", "ID", "with --migrate: run this new step although later ones are done")
        {
            Repeats = true,
        },
        new("--skip-inserted", "ID", "with --migrate: leave this new step out, as later ones are done")
        {
            Repeats = true,
        },
    ];

    /// <exception cref="UsageException">The reason is missing, or an option is malformed.</exception>
    public static Migration Of(Invocation invocation, RunScript script)
    {
        if (invocation.Has("--pinned"))
            throw new UsageException("say one of --pinned and --migrate.", invocation.Command);
        if (invocation.Values("--reason") is not [{ Length: > 0 } reason, ..])
            throw new UsageException("--migrate wants its --reason.", invocation.Command);
        var map = Map(invocation);
        return new Migration(script.Pinned().Plan.Plan, reason)
        {
            Map = map,
            RunInserted = invocation.Values("--run-inserted"),
            SkipInserted = invocation.Values("--skip-inserted"),
        };
    }

    /// <summary>Options that only a migration understands.</summary>
    public static void RefuseAlone(Invocation invocation)
    {
        if (invocation.Has("--migrate"))
            return;
        foreach (var option in All)
            if (invocation.Has(option.Name))
                throw new UsageException($"{option.Name} is said with --migrate.", invocation.Command);
    }

    private static Dictionary<string, string> Map(Invocation invocation)
    {
        var map = new Dictionary<string, string>();
        foreach (var pair in invocation.Values("--map"))
        {
            var end = pair.IndexOf('=', StringComparison.Ordinal);
            if (end < 1 || end == pair.Length - 1)
                throw new UsageException($"--map wants OLD=NEW: '{pair}' is not one.", invocation.Command);
            if (!map.TryAdd(pair[(end + 1)..], pair[..end]))
                throw new UsageException($"--map names '{pair[(end + 1)..]}' twice.", invocation.Command);
        }
        return map;
    }
}
