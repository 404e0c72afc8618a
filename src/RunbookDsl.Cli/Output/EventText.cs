using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>What happened, in an operator's words: one line, without the time.</summary>
internal static class EventText
{
    private const int Indent = 4;

    /// <summary>Null when the event is not worth a line of its own.</summary>
    public static string? Of(RunEvent e)
    {
        var text =
            e.Step is not { } step ? OfRun(e)
            : OfStep(e, step) is { } told ? $"{step.Id}: {OneLine(told)}"
            : null;
        return e.Depth == 0 || text is null ? text : new string(' ', e.Depth * Indent) + text;
    }

    /// <summary>
    /// One line without control characters: what a program prints may not move the operator's cursor or
    /// forge a line.
    /// </summary>
    public static string OneLine(string text)
    {
        if (!HasControl(text))
            return text;
        var line = text.Trim()
            .Replace("\r\n", "\n", StringComparison.Ordinal)
            .Replace("\n", " | ", StringComparison.Ordinal);
        return HasControl(line)
            ? string.Create(line.Length, line, static (to, from) => Clean(from, to))
            : line;
    }

    private static string? OfRun(RunEvent e) =>
        e.Kind switch
        {
            RunEventKind.RunStarted when e.Depth > 0 => $"child run begins; journal: {e.Text}",
            RunEventKind.RunResumed when e.Depth > 0 => $"child run is taken up again; journal: {e.Text}",
            RunEventKind.RunStarted => $"run begins; journal: {e.Text}",
            RunEventKind.RunResumed => $"run is taken up again; journal: {e.Text}",
            RunEventKind.Waiting => $"waiting: {OneLine(e.Text)}",
            _ => OneLine(e.Text),
        };

    private static string? OfStep(RunEvent e, PlannedStep step) =>
        e.Kind switch
        {
            RunEventKind.StepReached => e.Text == step.Action.Description ? null : e.Text,
            RunEventKind.StepStarted => e.Text,
            RunEventKind.StepProgress => e.Fraction is { } part ? $"{part:P0} {e.Text}" : e.Text,
            RunEventKind.StepDone => With($"done in {Durations.Text(Rounded(e.Elapsed))}", e.Text),
            RunEventKind.StepSatisfied => With("nothing to do", e.Text),
            RunEventKind.StepSkipped => With("skipped", e.Text),
            RunEventKind.StepVerified => With("verified", e.Text),
            RunEventKind.StepFailed => With("FAILED", e.Text),
            RunEventKind.StepInDoubt => With("IN DOUBT", e.Text),
            RunEventKind.StepUndone => With("taken back", e.Text),
            RunEventKind.Waiting => With("waiting", e.Text),
            _ => With("note", e.Text),
        };

    private static string With(string what, string text) => text.Length == 0 ? what : $"{what}: {text}";

    private static TimeSpan Rounded(TimeSpan elapsed) =>
        elapsed < TimeSpan.FromSeconds(10) ? elapsed : TimeSpan.FromSeconds(Math.Round(elapsed.TotalSeconds));

    private static bool HasControl(string text)
    {
        foreach (var c in text)
            if (char.IsControl(c))
                return true;
        return false;
    }

    private static void Clean(ReadOnlySpan<char> from, Span<char> to)
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = char.IsControl(from[i]) ? '\uFFFD' : from[i];
    }
}
