using System.Globalization;

namespace RunbookDsl;

/// <summary>One watch at work. What it has seen is durable now and then, never more than 30 times.</summary>
internal sealed class MonitorRun(MonitorOperation watch, StepContext context, MonitorProgress progress)
{
    private const int MostCheckpoints = 30;
    private const int LongestSeen = 200;
    private readonly MonitorSeries[] _series =
    [
        .. watch.Terms.Select(t => new MonitorSeries(t.Name, 0, null, null, "")),
    ];
    private MonitorProgress _progress = progress;
    private TimeSpan _kept = progress.Watched;

    public async Task<MonitorResult> RunAsync(CancellationToken cancellation)
    {
        if (watch.Terms.Count == 0)
            throw new OperationFailedException(
                $"{watch.Description}: it looks at nothing, add .Expect or .AtMost."
            );
        while (true)
        {
            await LookAsync(cancellation).ConfigureAwait(false);
            if (_progress.InARow >= watch.Patience)
                throw new OperationFailedException(Failure());
            if (_progress.Watched >= watch.Length)
                return Ended();
            // A clock that somebody sets cuts nothing off: what was waited for is counted, not what it shows.
            var pause = Shorter(watch.Pause, watch.Length - _progress.Watched);
            await context.WaitAsync(pause, cancellation).ConfigureAwait(false);
            _progress = _progress with { Watched = _progress.Watched + pause };
            await KeepAsync().ConfigureAwait(false);
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        var isBad = false;
        for (var i = 0; i < _series.Length; i++)
        {
            var seen = await ReadAsync(watch.Terms[i], cancellation).ConfigureAwait(false);
            isBad |= !seen.Holds;
            _series[i] = With(_series[i], seen);
        }
        _progress = _progress with
        {
            Samples = _progress.Samples + 1,
            Broken = _progress.Broken + (isBad ? 1 : 0),
            InARow = isBad ? _progress.InARow + 1 : 0,
        };
        context.Report(new StepProgress($"{_progress}", _progress.Watched / watch.Length));
    }

    // Not to be able to look is as bad as what one might see.
    private async Task<MonitorReading> ReadAsync(MonitorTerm term, CancellationToken cancellation)
    {
        try
        {
            return await term.Look(context, cancellation).ConfigureAwait(false);
        }
        catch (Exception e)
            when (!cancellation.IsCancellationRequested
                && e is RunbookException or IOException or TimeoutException or OperationCanceledException
            )
        {
            return new(false, $"could not be looked at: {e.Message}");
        }
    }

    private async Task KeepAsync()
    {
        if (_progress.Watched - _kept < watch.Length / MostCheckpoints)
            return;
        _kept = _progress.Watched;
        await context.StartedAsync($"{_progress}").ConfigureAwait(false);
    }

    private MonitorResult Ended()
    {
        foreach (var series in _series)
            context.Note(Line(series));
        return new(_progress.Samples, _progress.Broken, _progress.Watched, _series);
    }

    private string Failure()
    {
        var bad = string.Join("; ", _series.Where(s => s.Broken > 0).Select(Line));
        var so = Durations.Text(_progress.Watched);
        return $"{watch.What}: {_progress.InARow.ToString(CultureInfo.InvariantCulture)} bad looks in a row "
            + $"after {so} of {Durations.Text(watch.Length)}: {bad}. Decide: mend it and resume, which "
            + "watches the whole time again, or go back";
    }

    private static string Line(MonitorSeries series)
    {
        var range =
            series.Least is { } least && series.Most is { } most
                ? $"{MonitorOperation.Text(least)} to {MonitorOperation.Text(most)}, "
                : "";
        var bad = series.Broken.ToString(CultureInfo.InvariantCulture);
        return $"{series.Name}: {range}{bad} bad, last {series.Last}";
    }

    private static MonitorSeries With(MonitorSeries series, MonitorReading seen) =>
        series with
        {
            Broken = series.Broken + (seen.Holds ? 0 : 1),
            Least = seen.Number is { } low ? Math.Min(series.Least ?? low, low) : series.Least,
            Most = seen.Number is { } high ? Math.Max(series.Most ?? high, high) : series.Most,
            Last = seen.Seen.Length <= LongestSeen ? seen.Seen : seen.Seen[..LongestSeen] + "…",
        };

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
