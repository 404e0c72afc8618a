namespace RunbookDsl.Testing;

/// <summary>Looks whether a rehearsal goes the same way each time.</summary>
public static class FlakeCheck
{
    /// <summary>Carries a scenario out several times, one after the other, and compares the
    /// transcripts.</summary>
    /// <param name="rehearsal">The runbook.</param>
    /// <param name="scenario">What is tried.</param>
    /// <param name="times">How often; at least 2. Default 3.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<FlakeReport> RunAsync(
        Rehearsal rehearsal,
        Scenario scenario,
        int times,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(rehearsal);
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 2);
        string? first = null;
        for (var time = 1; time <= times; time++)
        {
            var result = await rehearsal.RunAsync(scenario, null, cancellation).ConfigureAwait(false);
            var text = Transcript.Of(result);
            first ??= text;
            if (text != first)
                return new FlakeReport(scenario, time) { Difference = Between(first, text, time) };
        }
        return new FlakeReport(scenario, times);
    }

    private static string Between(string first, string text, int time)
    {
        var (a, b) = (first.Split('\n'), text.Split('\n'));
        var at = 0;
        while (at < a.Length && at < b.Length && a[at] == b[at])
            at++;
        return FormattableString.Invariant($"line {at + 1}, run 1: {Line(a, at)}\n")
            + FormattableString.Invariant($"line {at + 1}, run {time}: {Line(b, at)}");
    }

    private static string Line(string[] lines, int at) => at < lines.Length ? lines[at].Trim() : "(the end)";
}
