using System.Collections.Concurrent;

namespace RunbookDsl.Testing.NUnit;

/// <summary>
/// What the cases of one runbook share: its world is started once, each scenario is rehearsed once, and only
/// when a case asks for it.
/// </summary>
internal sealed class RunbookRuns : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<RehearsalResult>>> _rows = new(
        StringComparer.Ordinal
    );
    private readonly MatrixOptions _options;
    private readonly SemaphoreSlim _places;
    private readonly CancellationTokenSource _end = new();
    private readonly Lazy<Task<RunbookFixture>> _fixture;

    public RunbookRuns(string script, MatrixOptions options)
    {
        _options = options;
        _places = new SemaphoreSlim(options.AtOnce);
        // Of its own: whoever asks first may be given up, and the others still wait.
        _fixture = new(() => Task.Run(() => RunbookFixture.OpenAsync(script, cancellation: _end.Token)));
    }

    public async Task<RunbookFixture> FixtureAsync() => await _fixture.Value.ConfigureAwait(false);

    public async Task<Reference> ReferenceAsync()
    {
        var fixture = await FixtureAsync().ConfigureAwait(false);
        return await fixture.ReferAsync().ConfigureAwait(false);
    }

    /// <summary>Everything that is tried; none when the clean run does not pass.</summary>
    public async Task<IReadOnlyList<Scenario>> ScenariosAsync()
    {
        var reference = await ReferenceAsync().ConfigureAwait(false);
        return reference.Clean.IsPassed ? FaultMatrix.ScenariosOf(reference.Clean, _options) : [];
    }

    public Task<RehearsalResult> RowAsync(Scenario scenario) =>
        _rows.GetOrAdd(scenario.Name, _ => new(() => Task.Run(() => RehearseAsync(scenario)))).Value;

    public async Task<MatrixResult> AllAsync()
    {
        var scenarios = await ScenariosAsync().ConfigureAwait(false);
        var rows = await Task.WhenAll(scenarios.Select(RowAsync)).ConfigureAwait(false);
        return new MatrixResult(await ReferenceAsync().ConfigureAwait(false), rows);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        foreach (var row in _rows.Values.Where(r => r.IsValueCreated))
            await Ended(row.Value).ConfigureAwait(false);
        if (_fixture.IsValueCreated)
        {
            await Ended(_fixture.Value).ConfigureAwait(false);
            if (_fixture.Value.IsCompletedSuccessfully)
                await (await _fixture.Value.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
        _places.Dispose();
        _end.Dispose();
    }

    private async Task<RehearsalResult> RehearseAsync(Scenario scenario)
    {
        var fixture = await FixtureAsync().ConfigureAwait(false);
        await _places.WaitAsync(_end.Token).ConfigureAwait(false);
        try
        {
            return await fixture.RehearseAsync(scenario, _end.Token).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    // How it ended was told to the case that asked for it.
    private static async Task Ended(Task task) =>
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
