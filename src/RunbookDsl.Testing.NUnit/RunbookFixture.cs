using RunbookDsl.Testing.Scripts;

namespace RunbookDsl.Testing.NUnit;

/// <summary>
/// One runbook with its world, for tests that are written by hand: opened once, rehearsed as often as wanted,
/// each time in a fresh world. Safe to use from several tests at once.
/// </summary>
public sealed class RunbookFixture : IAsyncDisposable
{
    private readonly RunbookFile _file;
    private readonly CancellationTokenSource _end = new();
    private readonly Lazy<Task<Reference>> _reference;

    private RunbookFixture(RunbookFile file)
    {
        _file = file;
        _reference = new(() => Task.Run(() => file.Rehearsal.ReferAsync(_end.Token)));
    }

    /// <summary>Full path of the runbook.</summary>
    public string Script => _file.Rehearsal.Subject.Script;

    /// <summary>Its plan in this world.</summary>
    public Plan Plan => _file.Plan;

    /// <summary>Reads a runbook and its world, and starts the systems.</summary>
    /// <param name="script">Path of the runbook; a relative one begins at the test assembly or at the nearest
    /// folder above it where the file exists.</param>
    /// <param name="world">Its world, as <see cref="Worlds.Of"/> makes one; null is the world file beside
    /// it.</param>
    /// <param name="parameters">Parameters that go before those of the world; null none.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="AuthoringException">Script or world are wrong; nothing was started.</exception>
    /// <exception cref="WorldException">There is no such runbook or world, or this machine lacks
    /// something.</exception>
    public static async Task<RunbookFixture> OpenAsync(
        string script,
        WorldSpec? world = null,
        IReadOnlyDictionary<string, string>? parameters = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(script);
        var path = NearbyPath.Find(script, Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var settings = TestMachine.Settings(Path.GetDirectoryName(path)!);
        parameters ??= new Dictionary<string, string>();
        var opening = world is null
            ? RunbookFile.OpenAsync(path, settings, parameters, cancellation)
            : RunbookFile.OpenAsync(path, world, settings, parameters, cancellation);
        return new RunbookFixture(await opening.ConfigureAwait(false));
    }

    /// <summary>
    /// Rehearses one scenario. What goes wrong in it is held against the run without a fault, which is
    /// rehearsed before the first one.
    /// </summary>
    /// <param name="scenario">What goes wrong: <c>Scenario.Clean.With("backup:drop-after",
    /// runbook.Plan)</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<RehearsalResult> RehearseAsync(
        Scenario scenario,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var reference = await ReferAsync().WaitAsync(cancellation).ConfigureAwait(false);
        if (scenario == Scenario.Clean || !reference.Clean.IsPassed)
            return reference.Clean;
        var named =
            scenario.Name == Scenario.Clean.Name ? scenario with { Name = Named(scenario) } : scenario;
        return await _file.Rehearsal.RunAsync(named, reference, cancellation).ConfigureAwait(false);
    }

    /// <summary>The run without a fault, which everything else is held against; rehearsed once.</summary>
    public Task<Reference> ReferAsync() => _reference.Value;

    /// <summary>Rehearses everything that can go wrong.</summary>
    /// <param name="options">What is tried; null everything.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<MatrixResult> RehearseAllAsync(
        MatrixOptions? options = null,
        CancellationToken cancellation = default
    ) => FaultMatrix.RunAsync(_file.Rehearsal, options ?? new MatrixOptions(), null, cancellation);

    /// <summary>Gives up what still goes on, and ends the systems.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        if (_reference.IsValueCreated)
            await ((Task)_reference.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _file.DisposeAsync().ConfigureAwait(false);
        _end.Dispose();
    }

    // A copy of the clean scenario is not clean any more, and its messages must not say so.
    private static string Named(Scenario scenario) =>
        string.Join(
            " + ",
            scenario
                .Faults.Select(f => $"{f.Step}: {f.Action.Kind} {f.Moment}")
                .Append(scenario.Crash is { } crash ? $"{crash.Step}: crash {crash.Moment}" : null)
                .Append(scenario.RefusedAt is { } step ? $"{step}: the operator says no" : null)
                .Append(scenario.RunsAgain ? "run again" : null)
                .OfType<string>()
                .DefaultIfEmpty("another ending")
        );
}
