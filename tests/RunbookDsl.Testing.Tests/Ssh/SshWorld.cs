using RunbookDsl.Hosts;
using RunbookDsl.Transports;

namespace RunbookDsl.Testing.Tests.Ssh;

/// <summary>A rehearsal with scripted machines, and this machine's programs as a step finds them.</summary>
internal sealed class SshWorld : IAsyncDisposable
{
    private readonly World _world;
    private readonly LocalProcessRunner _runner;

    private SshWorld(World world, LocalProcessRunner runner) => (_world, _runner) = (world, runner);

    public Stage Stage => _world.Stage;

    public World World => _world;

    /// <summary>The port over real connections, by one of the clients there are.</summary>
    public IRemoteHosts Real(Transport transport) => transport.Make(_runner, _world.Directory);

    /// <summary>The port over real connections, or without one for <c>null</c>.</summary>
    public IRemoteHosts By(Transport? transport) => transport is null ? Straight : Real(transport);

    public IRemoteHosts Straight => _world.Surroundings.Ports.Find<IRemoteHosts>()!;

    public string Folder => _world.Directory;

    public IReadOnlyList<string> Events =>
        [
            .. Stage.Log.Events.Select(e =>
                $"{e.Call.System} {e.Call.Operation}{(e.Call.IsChange ? "!" : "")} {(e.IsApplied ? "applied " : "")}{e.Answer ?? "none"}"
            ),
        ];

    public static async Task<SshWorld> Start(Action<HostBuilder> describe, params Fault[] faults)
    {
        var spec = Spec(describe);
        var options = new WorldOptions(Machine.Environment());
        return Of(await World.StartAsync(spec, options, new SceneOptions { Faults = faults }, default));
    }

    public static WorldSpec Spec(Action<HostBuilder> describe)
    {
        var session = new WorldSession("/none/hosts.world.csx");
        using (session.Enter())
            describe(HostVerbs.Host("web-1").User("deploy"));
        return session.Build();
    }

    public static SshWorld Of(World world)
    {
        world.Stage.Begin();
        var bin = Directory.CreateDirectory(Path.Combine(world.Directory, "bin")).FullName;
        var machine = Machine.Environment();
        foreach (var (name, script) in world.Surroundings.Programs)
        {
            var real = machine["PATH"].Split(':').Select(f => Path.Combine(f, name)).First(File.Exists);
            var path = Path.Combine(bin, name);
            File.WriteAllText(path, $"#!/bin/sh\nREAL={real}\n{script}");
            File.SetUnixFileMode(
                path,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        }
        machine["PATH"] = $"{bin}:{machine["PATH"]}";
        machine["RUNBOOK_STEP"] = "the-step";
        return new(world, new LocalProcessRunner(world.Directory, machine, TimeProvider.System));
    }

    public Task<ProcessResult> Run(string program, params string[] arguments) =>
        Feed(null, program, arguments);

    public Task<ProcessResult> Feed(string? input, string program, params string[] arguments) =>
        _runner.RunAsync(new ProcessCommand(program, arguments) { Input = input }, default);

    public Task<ProcessResult> RunUntil(
        CancellationToken cancellation,
        string program,
        params string[] arguments
    ) => _runner.RunAsync(new ProcessCommand(program, arguments), cancellation);

    /// <summary>What there is on a machine, as <c>key: value</c>.</summary>
    public async Task<IReadOnlyList<string>> State(string start)
    {
        var states = await _world.StateAsync(default);
        return
        [
            .. states[0]
                .Lines.Where(l => l.Key.StartsWith(start, StringComparison.Ordinal))
                .Select(l => $"{l.Key}: {l.Value}"),
        ];
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();
}
