using System.Globalization;
using System.Text.Json;

namespace RunbookDsl.Testing;

/// <summary>Compares one step of a real run with the same step of a rehearsal.</summary>
/// <param name="world">The world file, as a person knows it.</param>
internal sealed class StepComparison(string world)
{
    private const string Nothing = "not begun";

    /// <summary>What differs, a sentence each.</summary>
    public IEnumerable<string> Of(StepTrail? was, StepTrail? now)
    {
        if ((was?.Outcome ?? Nothing, now?.Outcome ?? Nothing) is var (real, here) && real != here)
            yield return $"outcome: {real}{Why(was)}; in the rehearsal {here}{Why(now)}";
        if (was is null || now is null)
            yield break;
        if (was.Attempts != now.Attempts)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"attempts: {was.Attempts}; in the rehearsal {now.Attempts}"
            );
        foreach (var difference in Answers(was, now).Concat(Before(was, now)))
            yield return difference;
        // Without an end there is neither evidence nor a result to be like.
        if (was.Outcome != now.Outcome)
            yield break;
        foreach (var difference in Evidence(was, now))
            yield return difference;
        if (Result(was) != Result(now))
            yield return $"result: {Result(was)}; in the rehearsal {Result(now)}";
    }

    private static string Why(StepTrail? trail) => trail?.Reason is { } reason ? $" ({reason})" : "";

    private static IEnumerable<string> Answers(StepTrail was, StepTrail now)
    {
        foreach (var question in was.Answers.Concat(now.Answers).Select(a => a.Question).Distinct())
        {
            var (real, here) = (Given(was, question), Given(now, question));
            if (real != here)
                yield return $"\"{question}\": {real}; in the rehearsal {here}";
        }
    }

    private static string Given(StepTrail trail, string question)
    {
        var given = trail
            .Answers.Where(a => a.Question == question)
            .Select(a => $"{(a.Yes ? "yes" : "no")} by {a.By}");
        return string.Join(", then ", given) is { Length: > 0 } text ? text : "not asked";
    }

    private IEnumerable<string> Before(StepTrail was, StepTrail now)
    {
        foreach (var name in was.Before.Concat(now.Before).Select(b => b.Key).Distinct())
        {
            var (real, here) = (Value(was, name), Value(now, name));
            if (real != here)
                yield return $"before: the world says {name} {here ?? "(not captured)"}, the real run found "
                    + $"{name} {real ?? "(not captured)"}: make {world} say what was found";
        }
    }

    private static string? Value(StepTrail trail, string name)
    {
        foreach (var (key, value) in trail.Before)
            if (key == name)
                return value ?? "(not set)";
        return null;
    }

    private static IEnumerable<string> Evidence(StepTrail was, StepTrail now)
    {
        var (real, here) = (Shapes.OfLines(was.Evidence), Shapes.OfLines(now.Evidence));
        foreach (var line in real.Except(here))
            yield return $"evidence: the rehearsal has no \"{line}\"";
        foreach (var line in here.Except(real))
            yield return $"evidence: the real run has no \"{line}\"";
    }

    private static string Result(StepTrail trail) =>
        trail.Result.ValueKind == JsonValueKind.Undefined ? "none" : Shapes.OfValue(trail.Result);
}
