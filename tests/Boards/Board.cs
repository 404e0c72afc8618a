using System.Collections;
using RunbookDsl.Engine;

namespace RunbookDsl.Boards;

/// <summary>Rehearsals of plans made in C#, in a world made by verbs.</summary>
internal static partial class Board
{
    public static readonly DateTimeOffset Window = new(2026, 12, 5, 6, 0, 0, TimeSpan.Zero);

    public static Task<RehearsalResult> RunAsync(Action world, Action script, params Fault[] faults) =>
        WithAsync(
            world,
            script,
            r =>
                r.RunAsync(
                    new Scenario("some") { Faults = faults, Ending = ScenarioEnding.Leave },
                    null,
                    default
                )
        );

    /// <summary>Runs up to this step, then takes everything back.</summary>
    public static Task<RehearsalResult> TakeBackAsync(Action world, Action script, string until) =>
        WithAsync(
            world,
            script,
            r =>
                r.RunAsync(
                    new Scenario("some") { Until = until, Ending = ScenarioEnding.TakeBack },
                    null,
                    default
                )
        );

    /// <summary>Everything that can go wrong with it, a line for each finding; and how many were
    /// tried.</summary>
    public static async Task<(IReadOnlyList<string> Lines, MatrixResult Matrix)> MatrixAsync(
        Action world,
        Action script,
        MatrixOptions? options = null,
        PortRegistry? ports = null
    )
    {
        var matrix = await WithAsync(
            world,
            script,
            r => FaultMatrix.RunAsync(r, options ?? new MatrixOptions(), null, default),
            ports
        );
        return ([.. matrix.Findings.Select(f => $"{f.Scenario.Name}: {f.Finding}")], matrix);
    }

    public static Plan Plan(Action script)
    {
        var session = new AuthoringSession(
            new AuthoringInputs("/runbooks/test.csx") { WindowStart = Window }
        );
        using (session.Enter())
            script();
        return session.Build();
    }

    /// <summary>What an operator got to read at the end.</summary>
    public static string Message(this RehearsalResult result) => result.Lives[^1].Result!.Message;

    private static async Task<T> WithAsync<T>(
        Action world,
        Action script,
        Func<Rehearsal, Task<T>> work,
        PortRegistry? ports = null
    )
    {
        var session = new WorldSession("/none/board.world.csx");
        using (session.Enter())
        {
            WorldVerbs.StartsAt("2026-12-05 05:00Z");
            world();
        }
        await using var host = await WorldHost.StartAsync(
            session.Build(),
            new WorldOptions(Environment()),
            default
        );
        var subject = new RehearsalSubject(
            "/runbooks/test.csx",
            host,
            new Reader(script, ports ?? PortRegistry.Empty),
            Programs()
        );
        return await work(new Rehearsal(subject));
    }

    private static Dictionary<string, string> Environment() =>
        System
            .Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(v => (string)v.Key, v => (string)v.Value!);

    private sealed class Reader(Action script, PortRegistry ports) : IRunbookReader
    {
        public ReadRunbook Read(
            string path,
            IReadOnlyDictionary<string, string> parameters,
            DateTimeOffset? windowStart
        ) => new(Plan(script), [], ports);
    }

    private static partial IProgramStarter Programs();
}
