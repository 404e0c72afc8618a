using System.Globalization;

namespace RunbookDsl;

/// <summary>Whether what is left fits into the window; see <see cref="Control.Budget"/>.</summary>
public sealed record BudgetCheck : Check
{
    private const int MostNamed = 5;
    private readonly PlanReference _planned;

    internal BudgetCheck(PlanReference planned, TimeSpan rollback) =>
        (_planned, Rollback) = (planned, rollback);

    /// <summary>How long the way back takes at most.</summary>
    public TimeSpan Rollback { get; }

    /// <summary>What is held back for surprises.</summary>
    public TimeSpan Margin { get; internal init; }

    /// <summary>The end that users were told; null is the window's end.</summary>
    public DateTimeOffset? AnnouncedUntil { get; internal init; }

    /// <inheritdoc/>
    public override string Kind => "Control.Budget";

    /// <inheritdoc/>
    public override string Description =>
        $"what is left, a way back of {Durations.Text(Rollback)}"
        + (Margin > TimeSpan.Zero ? $" and a margin of {Durations.Text(Margin)}" : "")
        + " fit into the window";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        AnnouncedUntil is { } end ? [new("announced until", WindowText.Format(end))] : [];

    /// <inheritdoc/>
    public override Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(Judge(context));

    private Verdict Judge(StepContext context)
    {
        var plan = _planned.Plan;
        if (plan.Header.WindowStart is not { } start || plan.Header.WindowLength <= TimeSpan.Zero)
            return Verdict.Fail("the runbook has no window to keep: write .Window(start, length)");
        var until = start + plan.Header.WindowLength;
        if (AnnouncedUntil is { } announced && announced < until)
            until = announced;
        var forecast = WindowForecast.From(plan, context.StepId, context.Clock.GetUtcNow());
        if (forecast.Known == 0)
            return Verdict.Fail(
                "no step that is left says how long it takes: give the long ones .Expect(…), from a rehearsal"
            );
        var needed = forecast.End + Rollback + Margin;
        var text =
            $"the steps that are left end at {WindowText.Format(forecast.End)}, "
            + $"with a way back and a margin at {WindowText.Format(needed)}; announced is "
            + $"{WindowText.Format(until)}. Last time to turn back: "
            + $"{WindowText.Format(until - Rollback - Margin)}{Unknown(forecast.Unknown)}";
        return needed <= until
            ? Verdict.Pass(text)
            : Verdict.Fail($"{Durations.Text(needed - until)} too long: {text}");
    }

    private static string Unknown(IReadOnlyList<string> steps) =>
        steps.Count == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $". {steps.Count} do not say how long they take: ")
                + string.Join(", ", steps.Take(MostNamed))
                + (steps.Count > MostNamed ? ", …" : "");
}
