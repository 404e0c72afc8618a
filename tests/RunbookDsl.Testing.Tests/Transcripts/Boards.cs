using RunbookDsl.Engine;

namespace RunbookDsl.Testing.Tests.Transcripts;

/// <summary>Rehearsals of plans without a script file, in a world that is one switchboard.</summary>
internal sealed class Boards : IAsyncDisposable
{
    private readonly WorldHost _host;

    private Boards(WorldHost host, Rehearsal rehearsal) => (_host, Rehearsal) = (host, rehearsal);

    public Rehearsal Rehearsal { get; }

    public static async Task<Boards> Of(Action script, params PreparedAnswer[] answers)
    {
        var spec = new WorldSpec("/runbooks/test/test.world.csx")
        {
            Systems = [new SwitchboardSpec()],
            Answers = [.. answers],
            StartsAt = new DateTimeOffset(2026, 12, 5, 6, 0, 0, TimeSpan.Zero),
        };
        var host = await WorldHost.StartAsync(spec, new WorldOptions(Machine.Environment()), default);
        var subject = new RehearsalSubject(
            "/runbooks/test/test.csx",
            host,
            new Reader(script),
            new NoPrograms()
        );
        return new Boards(host, new Rehearsal(subject));
    }

    public Task<RehearsalResult> Run(Scenario scenario, Reference? reference = null) =>
        Rehearsal.RunAsync(scenario, reference, default);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

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
                    WindowStart = windowStart ?? new DateTimeOffset(2026, 12, 5, 8, 0, 0, TimeSpan.Zero),
                }
            );
            using (session.Enter())
                script();
            return new ReadRunbook(session.Build(), [], PortRegistry.Empty);
        }
    }

    private sealed class NoPrograms : IProgramStarter, IProcessRunner
    {
        public IProcessRunner Start(string directory, IReadOnlyDictionary<string, string> environment) =>
            this;

        public Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellation) =>
            throw new OperationFailedException($"no program: {command.Program}");
    }
}
