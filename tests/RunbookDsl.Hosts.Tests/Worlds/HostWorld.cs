using System.Collections;
using RunbookDsl.Engine;
using RunbookDsl.Testing;

namespace RunbookDsl.Hosts.Tests.Worlds;

/// <summary>Rehearsals of plans made in C# on scripted machines.</summary>
internal static class HostWorld
{
    /// <summary>The machine of most worlds.</summary>
    public static SshHost Web => Hosts.Ssh.Host("web-1");

    public static async Task<T> With<T>(
        Action script,
        Func<Rehearsal, Task<T>> work,
        Action<HostBuilder> describe,
        Action? world = null
    )
    {
        var session = new WorldSession("/none/hosts.world.csx");
        using (session.Enter())
        {
            WorldVerbs.StartsAt("2026-12-05 05:00Z");
            describe(HostVerbs.Host("web-1").User("deploy"));
            world?.Invoke();
        }
        var environment = new Dictionary<string, string>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            environment[(string)variable.Key] = (string)variable.Value!;
        await using var host = await WorldHost.StartAsync(
            session.Build(),
            new WorldOptions(environment),
            default
        );
        var subject = new RehearsalSubject("/runbooks/test.csx", host, new Reader(script), new NoPrograms());
        return await work(new Rehearsal(subject));
    }

    /// <summary>One run in which nothing goes wrong.</summary>
    public static Task<RehearsalResult> Clean(
        Action script,
        Action<HostBuilder> describe,
        Action? world = null
    ) => With(script, r => r.RunAsync(Scenario.Clean, null, default), describe, world);

    /// <summary>Every fault of every step, every crash, every way back, and a second run.</summary>
    public static Task<MatrixResult> Matrix(
        Action script,
        Action<HostBuilder> describe,
        Action? world = null
    ) => With(script, r => FaultMatrix.RunAsync(r, new MatrixOptions(), null, default), describe, world);

    /// <summary>What is wrong, a line each: <c>scenario: finding</c>.</summary>
    public static IReadOnlyList<string> Lines(this MatrixResult matrix) =>
        [.. matrix.Findings.Select(f => $"{f.Scenario.Name}: {f.Finding}")];

    /// <summary>What a run changed in the world, a line each.</summary>
    public static IReadOnlyList<string> Changes(this RehearsalResult result) =>
        [.. StateDifference.Between(result.Before, result.After).Select(d => $"{d}")];

    /// <summary>How often the machine was started, its first start included.</summary>
    public static string Boots(this RehearsalResult result) =>
        result.After.Single(s => s.System == "web-1").Lines.Single(l => l.Key == "boots").Value;

    /// <summary>What was said when the run ended.</summary>
    public static string Said(this RehearsalResult result) =>
        $"{result.Status}. {result.Lives[^1].Result?.Message}";

    private sealed class Reader(Action script) : IRunbookReader
    {
        public ReadRunbook Read(
            string path,
            IReadOnlyDictionary<string, string> parameters,
            DateTimeOffset? windowStart
        )
        {
            var session = new AuthoringSession(
                new AuthoringInputs(path)
                {
                    WindowStart = windowStart ?? new DateTimeOffset(2026, 12, 5, 6, 0, 0, TimeSpan.Zero),
                }
            );
            using (session.Enter())
                script();
            return new(session.Build(), [], PortRegistry.Empty);
        }
    }

    private sealed class NoPrograms : IProgramStarter
    {
        public IProcessRunner Start(string directory, IReadOnlyDictionary<string, string> environment) =>
            new None();

        private sealed class None : IProcessRunner
        {
            public Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellation) =>
                throw new OperationFailedException("there are no programs here");
        }
    }
}
