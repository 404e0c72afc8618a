using System.Globalization;
using System.Text;
using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>A step that runs or waits, as one line of the terminal.</summary>
internal sealed class RunningStep(PlannedStep step, long began)
{
    private const int BarWidth = 12;
    private string _text = "";
    private double? _fraction;
    private bool _isWaiting;

    // Not by id: a child run has ids of its own, and two of one runbook have the same.
    public bool IsOf(PlannedStep other) => ReferenceEquals(step, other);

    public void Take(RunEvent e)
    {
        _isWaiting = e.Kind == RunEventKind.Waiting;
        _text = EventText.OneLine(e.Text);
        _fraction = e.Fraction;
    }

    /// <summary><c>backup  1m12s of 5m  [#####-------] 43%  orders: 12 GB</c>, cut to the width.</summary>
    public string Line(TimeProvider clock, int width)
    {
        var elapsed = TimeSpan.FromSeconds((long)clock.GetElapsedTime(began).TotalSeconds);
        var line = new StringBuilder("  ").Append(step.Id).Append("  ").Append(Durations.Text(elapsed));
        if (PlanText.Expected(step) is { } expected)
            line.Append(" of ").Append(Durations.Text(expected));
        if (_fraction is { } part)
            AppendBar(line, Math.Clamp(part, 0, 1));
        line.Append(_isWaiting ? "  waiting: " : "  ").Append(_text);
        return line.Length < width
            ? line.ToString()
            : string.Concat(line.ToString(0, Math.Max(1, width - 2)), "…");
    }

    private static void AppendBar(StringBuilder line, double part)
    {
        var full = (int)Math.Round(part * BarWidth);
        line.Append("  [").Append('#', full).Append('-', BarWidth - full).Append("] ");
        line.Append(((int)(part * 100)).ToString(CultureInfo.InvariantCulture)).Append('%');
    }
}
