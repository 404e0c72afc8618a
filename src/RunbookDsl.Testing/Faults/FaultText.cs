using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>
/// Faults as a person writes them: <c>backup:drop-after</c>, <c>backup:error=55P03@main.copy#2</c>,
/// <c>backup:crash-after-effect</c>, <c>go:no</c>.
/// </summary>
public static class FaultText
{
    private static readonly Dictionary<string, (FaultKind Kind, FaultMoment Moment)> Kinds = new(
        StringComparer.Ordinal
    )
    {
        ["error"] = (FaultKind.Error, FaultMoment.BeforeEffect),
        ["error-after"] = (FaultKind.Error, FaultMoment.AfterEffect),
        ["drop-before"] = (FaultKind.Drop, FaultMoment.BeforeEffect),
        ["drop-after"] = (FaultKind.Drop, FaultMoment.AfterEffect),
        ["hang"] = (FaultKind.Hang, FaultMoment.BeforeEffect),
        ["hang-after"] = (FaultKind.Hang, FaultMoment.AfterEffect),
        ["rate-limited"] = (FaultKind.RateLimited, FaultMoment.BeforeEffect),
        ["duplicate"] = (FaultKind.Duplicate, FaultMoment.BeforeEffect),
        ["kill"] = (FaultKind.Kill, FaultMoment.AfterEffect),
    };

    private const string Undo = "undo-";

    private static readonly Dictionary<string, CrashMoment> Crashes = new(StringComparer.Ordinal)
    {
        ["crash-before-intent"] = CrashMoment.BeforeIntent,
        ["crash-after-intent"] = CrashMoment.AfterIntent,
        ["crash-after-effect"] = CrashMoment.AfterEffect,
        ["crash-after-outcome"] = CrashMoment.AfterOutcome,
    };

    /// <summary>Every word that may stand after the colon; the kinds also with <c>undo-</c> before
    /// them.</summary>
    public static IEnumerable<string> Words => [.. Kinds.Keys, .. Crashes.Keys, "no"];

    /// <summary>A copy of the scenario with one more thing that goes wrong.</summary>
    /// <param name="scenario">What goes wrong already.</param>
    /// <param name="text"><c>STEP:KIND[=CODE][@SYSTEM[.OPERATION]][#N[xTIMES]]</c>; the first change is
    /// struck unless something else is said.</param>
    /// <param name="plan">Whose steps may be named.</param>
    /// <exception cref="FormatException">It is not understood; says what would be.</exception>
    public static Scenario With(this Scenario scenario, string text, Plan plan)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(plan);
        var end = text.IndexOf(':', StringComparison.Ordinal);
        if (end < 1)
            throw new FormatException(
                $"'{text}' is no fault: write STEP:KIND, such as {plan.Steps[0].Id}:drop-after"
            );
        var step = text[..end];
        if (plan.Find(step) is null)
            throw new FormatException(
                $"'{text}': there is no step '{step}'{Nearest.Suggest(step, plan.Steps.Select(s => s.Id))}"
            );
        var word = text[(end + 1)..];
        if (Crashes.TryGetValue(word, out var moment))
            return scenario.Crash is null
                ? scenario with
                {
                    Crash = new ScenarioCrash(step, moment),
                }
                : throw new FormatException($"'{text}': the process can be ended once only");
        if (word == "no")
            return scenario with { RefusedAt = step, Ending = ScenarioEnding.TakeBack };
        if (!word.StartsWith(Undo, StringComparison.Ordinal))
            return scenario with { Faults = [.. scenario.Faults, Parse(text, step, word)] };
        var fault = Parse(text, step, word[Undo.Length..]) with { InUndo = true };
        return scenario with { Faults = [.. scenario.Faults, fault], Ending = ScenarioEnding.TakeBack };
    }

    private static Fault Parse(string text, string step, string word)
    {
        var (rest, number) = Split(word, '#');
        var (kind, place) = Split(rest, '@');
        var (name, code) = Split(kind, '=');
        if (!Kinds.TryGetValue(name, out var known))
            throw new FormatException(
                $"'{text}': there is no fault '{name}'{Nearest.Suggest(name, Words)}; there are "
                    + $"{string.Join(", ", Words)}"
            );
        var (system, operation) = place is null ? (null, null) : Split(place, '.');
        var (nth, times) = number is null ? (null, null) : Split(number, 'x');
        return new Fault(new FaultAction(known.Kind) { Code = code }, known.Moment)
        {
            Step = step,
            System = system,
            Operation = operation,
            ChangesOnly = operation is null,
            Nth = Number(text, nth),
            Times = Number(text, times),
        };
    }

    private static int Number(string text, string? number) =>
        number is null ? 1
        : int.TryParse(number, CultureInfo.InvariantCulture, out var n) && n > 0 ? n
        : throw new FormatException($"'{text}': '{number}' is no number from 1 on");

    private static (string Head, string? Tail) Split(string text, char at)
    {
        var i = text.IndexOf(at, StringComparison.Ordinal);
        return i < 0 ? (text, null) : (text[..i], text[(i + 1)..]);
    }
}
