namespace RunbookDsl.Lint;

/// <summary>What runs is tagged, not what lies on the operator's disk.</summary>
internal sealed class TagOfLocalHead : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0395", LintSeverity.Warning, "A tag is put on the local HEAD, or all local tags are pushed")
        {
            Why =
                "HEAD is what the operator has checked out, not what runs; git push --tags brings every tag of that "
                + "disk to everybody.",
            Instead = "repository.Tag(prefix, revision: Step(\"What runs\").Run(Deployed.Revision(url)), …).",
            Flagged = """
                Step("Code backup").Run(Local.Exec("sh", "-c", "git tag maintenance-1 && git push --tags"));
                """,
            Clean = """
                var runs = Step("What runs").Run(Deployed.Revision("https://shop.example/revision"));
                Step("Code backup")
                    .Run(
                        Git.Repository("git@example.com:shop.git")
                            .Tag("maintenance", runs, "before the maintenance")
                    );
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        foreach (var command in step.Commands)
            if (command.Is("git", "push") && command.Has("--tags"))
                found.Add(
                    step,
                    "this pushes every tag of the operator's disk: push the one tag by its name."
                );
            else if (command.Is("git", "tag") && command.Words.Count(w => !w.StartsWith('-')) == 3)
                found.Add(
                    step,
                    "this tags what the operator has checked out, not what runs: ask with Deployed.Revision(url) "
                        + "and tag that with Git.Repository(url).Tag(…)."
                );
    }
}
