using System.Collections.Immutable;

namespace RunbookDsl.Testing.Tests;

/// <summary>Rehearsals of plans made in C#, in a world with one switchboard.</summary>
internal static class Board
{
    public static async Task<T> With<T>(
        Action script,
        Func<Rehearsal, Task<T>> work,
        Action? world = null,
        params (string Name, string Value)[] values
    )
    {
        var session = new WorldSession("/none/board.world.csx");
        using (session.Enter())
        {
            WorldVerbs.StartsAt("2026-12-05 05:00Z");
            session.Put(
                null,
                new SwitchboardSpec("board", new("board.world.csx", 1, "Board"))
                {
                    Values = values.ToImmutableSortedDictionary(v => v.Name, v => v.Value),
                }
            );
            world?.Invoke();
        }
        await using var host = await WorldHost.StartAsync(
            session.Build(),
            new WorldOptions(Machine.Environment()),
            default
        );
        var subject = new RehearsalSubject("/runbooks/test.csx", host, new Reader(script), new NoPrograms());
        return await work(new Rehearsal(subject));
    }

    public static Task<MatrixResult> Matrix(
        Action script,
        Action? world = null,
        params (string Name, string Value)[] values
    ) => With(script, r => FaultMatrix.RunAsync(r, new MatrixOptions(), null, default), world, values);

    public static ISwitches Switches(this StepContext context) => context.Port<ISwitches>();

    /// <summary>What is wrong, a line each: <c>scenario: finding</c>.</summary>
    public static IReadOnlyList<string> Lines(this MatrixResult matrix) =>
        [.. matrix.Findings.Select(f => $"{f.Scenario.Name}: {f.Finding}")];

    private sealed class Reader(Action script) : IRunbookReader
    {
        public ReadRunbook Read(
            string path,
            IReadOnlyDictionary<string, string> parameters,
            DateTimeOffset? windowStart
        ) => new(Plans.Of(script, windowStart), [], RunbookDsl.Engine.PortRegistry.Empty);
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
