using RunbookDsl.Scripting;
using RunbookDsl.Testing;

namespace RunbookDsl.Cli;

/// <summary>Reads <c>NAME.world.csx</c>; starts nothing.</summary>
internal static class WorldFile
{
    public static WorldSpec Read(Session session, IScriptHost host, string script)
    {
        var path = Path.ChangeExtension(script, ".world.csx");
        if (!File.Exists(path))
            throw new UsageException(
                $"there is no world for the sandbox: "
                    + $"{session.Settings.Shown(path)} is missing beside the runbook."
            );
        var profile = new ScriptProfile("world")
        {
            Imports = ["RunbookDsl.Testing", "RunbookDsl.Testing.WorldVerbs", "RunbookDsl.Testing.DnsVerbs"],
            SharedAssemblies = [Path.Combine(AppContext.BaseDirectory, "RunbookDsl.Testing.dll")],
        };
        var loaded = host.Load(path, profile, CancellationToken.None);
        var world = new WorldSession(path);
        using (world.Enter())
        {
            if (ScriptReading.Failure(loaded) is { } failure)
                throw new AuthoringException([failure]);
        }
        return world.Build();
    }
}
