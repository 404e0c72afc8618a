using RunbookDsl.Scripting;
using RunbookDsl.Testing.Apis;

namespace RunbookDsl.Testing.Scripts;

/// <summary>Reads <c>NAME.world.csx</c>; starts nothing.</summary>
public static class WorldFile
{
    private const string Ending = ".world.csx";
    private const string Silent =
        "the world is empty: say what the runbook finds, such as Postgres().Database(\"shop\") or "
        + "Site(\"shop.example\").Page(\"/\", 200, \"hello\"); StartsAt(\"2026-12-05 06:00Z\") is the least";
    private static readonly string[] Packages = ["RunbookDsl.Testing", "RunbookDsl.Testing.Apis"];

    /// <summary>The world file that belongs to a runbook: beside it, with the same name.</summary>
    public static string Of(string script) => Path.ChangeExtension(script, Ending);

    /// <summary>Full paths of the runbooks at or below a folder that have a world beside them,
    /// sorted.</summary>
    /// <param name="folder">Full path.</param>
    public static IReadOnlyList<string> RunbooksBelow(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*" + Ending, SearchOption.AllDirectories)
                .Select(w => w[..^Ending.Length] + ".csx")
                .Where(File.Exists)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The world that a file describes.</summary>
    /// <param name="host">Compiles it.</param>
    /// <param name="path">Full path of the world file.</param>
    /// <exception cref="AuthoringException">The file is wrong; holds every mistake.</exception>
    /// <exception cref="ScriptCompilationException">It does not compile.</exception>
    public static WorldSpec Read(IScriptHost host, string path)
    {
        ArgumentNullException.ThrowIfNull(host);
        var loaded = Load(host, path, Profile());
        var world = new WorldSession(path);
        using (world.Enter())
        {
            if (ScriptReading.Failure(loaded) is { } failure)
                throw new AuthoringException([failure]);
        }
        return world.Build();
    }

    /// <summary>What a world file sees beyond what a runbook does.</summary>
    public static ScriptProfile Profile() =>
        new("world")
        {
            Imports = [.. Packages, .. Verbs()],
            SharedAssemblies = [.. Packages.Select(p => Path.Combine(AppContext.BaseDirectory, p + ".dll"))],
        };

    /// <summary>Whether a path is that of a world file.</summary>
    /// <param name="path">With or without its folder.</param>
    public static bool Is(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(Ending, StringComparison.Ordinal);
    }

    private static LoadedScript Load(IScriptHost host, string path, ScriptProfile profile)
    {
        try
        {
            return host.Load(path, profile, CancellationToken.None);
        }
        catch (ScriptCompilationException e) when (e.Diagnostics is [{ Id: ScriptDiagnosticIds.Empty } empty])
        {
            throw new ScriptCompilationException([empty with { Message = Silent }]);
        }
    }

    // Every system brings words of its own; a new one is found here without being listed.
    private static IEnumerable<string> Verbs() =>
        new[] { typeof(WorldVerbs).Assembly, typeof(ApiFake).Assembly }
            .SelectMany(a => a.GetExportedTypes())
            .Where(t => t is { IsAbstract: true, IsSealed: true, IsNested: false })
            .Select(t => t.FullName!)
            .Where(n => n.EndsWith("Verbs", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
}
