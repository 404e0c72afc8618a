namespace RunbookDsl.Lint;

/// <summary>"Today" is another day for whoever reads it.</summary>
internal sealed class RelativeTimes : LintRule
{
    private static readonly string[] Phrases =
    [
        "today",
        "tomorrow",
        "tonight",
        "this evening",
        "this afternoon",
        "this morning",
        "next week",
        "in an hour",
        "in one hour",
        "in two hours",
        "shortly",
    ];

    public override LintRuleInfo Info { get; } =
        new("RB0381", LintSeverity.Warning, "A message says \"today\", or a time without its zone")
        {
            Why = "CloudCannon's banner said \"today at 5:00pm NZDT\" to readers in every zone, for days.",
            Instead = "AbsoluteTimes.Span(from, until): the date and the zones of your readers.",
            Flagged = """
                Step("Tell")
                    .Run(Slack.Post("#all", "Scheduled maintenance today at 5:00pm NZDT", Secret("SLACK")))
                    .NoUndo("it was read");
                """,
            Clean = """
                Step("Tell")
                    .Run(Slack.Post("#all", "Scheduled maintenance on 2026-12-05 06:00 UTC", Secret("SLACK")))
                    .NoUndo("it was read");
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        foreach (var text in Messages(step))
            if (Phrases.FirstOrDefault(p => HasPhrase(text, p)) is { } phrase)
                found.Add(
                    step,
                    $"\"{phrase}\" is another time for every reader: write the date, the time and the zone, with "
                        + "AbsoluteTimes.Span(from, until)."
                );
    }

    private static IEnumerable<string> Messages(ShapeStep step)
    {
        if (step.Operation is not { Factory: { } factory } operation)
        {
            if (step.Kind == StepKind.Manual && IsAboutTelling(step))
                yield return step.Words;
            yield break;
        }
        if (
            step.Does(Deed.Tells | Deed.TellsEnd)
            || operation.Is(
                "PublicPage.Begin",
                "PublicPage.Update",
                "GitRepository.Banner",
                "GitCommitOperation.File"
            )
        )
            foreach (var text in factory.Texts(0))
                yield return text;
        if (
            operation.Is("SshHost.WriteFile")
            && factory.Text(0)?.Contains("banner", StringComparison.OrdinalIgnoreCase) == true
        )
            yield return factory.Text(1, "content") ?? "";
    }

    private static bool IsAboutTelling(ShapeStep step) =>
        new[] { "banner", "announce", "notif", "tell", "status page", "message" }.Any(w =>
            $"{step.Name} {step.Words}".Contains(w, StringComparison.OrdinalIgnoreCase)
        );

    private static bool HasPhrase(string text, string phrase)
    {
        var at = text.IndexOf(phrase, StringComparison.OrdinalIgnoreCase);
        return at >= 0
            && (at == 0 || !char.IsLetter(text[at - 1]))
            && (at + phrase.Length == text.Length || !char.IsLetter(text[at + phrase.Length]));
    }
}
