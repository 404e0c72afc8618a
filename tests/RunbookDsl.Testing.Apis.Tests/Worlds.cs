using System.Collections;

namespace RunbookDsl.Testing.Apis.Tests;

/// <summary>Worlds made by verbs, as a world file makes them.</summary>
internal static class Worlds
{
    public static async Task<World> StartAsync(Action file, params IReadOnlyList<Fault> faults)
    {
        var world = await World.StartAsync(
            Read(file),
            new WorldOptions(Environment()),
            new SceneOptions { Faults = faults, Otherwise = new(2026, 12, 5, 6, 0, 0, TimeSpan.Zero) },
            default
        );
        world.Stage.Begin();
        return world;
    }

    public static WorldSpec Read(Action file)
    {
        var session = new WorldSession("/none/some.world.csx");
        using (session.Enter())
            file();
        return session.Build();
    }

    public static Dictionary<string, string> Environment()
    {
        var environment = new Dictionary<string, string>();
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
            environment[(string)variable.Key] = (string)variable.Value!;
        return environment;
    }
}
