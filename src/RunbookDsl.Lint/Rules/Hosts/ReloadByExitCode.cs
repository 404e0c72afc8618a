namespace RunbookDsl.Lint;

/// <summary>nginx goes on with its old configuration and says that all is well.</summary>
internal sealed class ReloadByExitCode : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0347", LintSeverity.Warning, "A reload of nginx is believed by its exit code")
        {
            Why =
                "nginx -t passes, the reload exits 0, and the old workers go on with the old configuration: a port that "
                + "is taken, a certificate that cannot be read. Tried with nginx 1.22.",
            Instead = "web.Nginx().Reload(), or .Verify(Http.Get(…)) for what the new configuration changes.",
            Flagged = """
                Step("Reload").Run(web.Exec("sudo", "systemctl", "reload", "nginx"));
                """,
            Clean = """
                Step("Reload").Run(web.Nginx().Reload());
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        foreach (var command in step.Commands)
            if (
                Reloads(command)
                && !step.Checks.Any(c => c.Verb.StartsWith("Http.", StringComparison.Ordinal))
            )
                found.Add(
                    step,
                    $"`{Shown.Of(command)}` exits 0 while the old configuration goes on: use web.Nginx().Reload(), "
                        + "or verify with Http.Get what the new one changes."
                );
    }

    private static bool Reloads(ShellCommand command) =>
        (
            command.Program is "systemctl" or "service"
            && command.Has("reload")
            && command.Has("nginx", "nginx.service")
        ) || (command.Program == "nginx" && command.Option("-s") == "reload");
}
