namespace RunbookDsl.Lint;

/// <summary>What stands in arguments is seen by everybody on the host, and journaled.</summary>
internal sealed class SecretsInTheOpen : LintRule
{
    public override LintRuleInfo Info { get; } =
        new(
            "RB0354",
            LintSeverity.Error,
            "A secret stands in arguments or an address, or a host is not recognised"
        )
        {
            Why =
                "Arguments are in the process list, in the journal and in the shell's history. With "
                + "StrictHostKeyChecking=no whoever answers is believed.",
            Instead = "Secret(\"NAME\") given by .Env(…) or .Receives(…); host keys in known_hosts.",
            Flagged = """
                Step("Copy").Run(web.Exec("curl", "-u", "admin:hunter2", "https://shop.example/admin"));
                """,
            Clean = """
                Step("Copy").Run(web.Exec("/srv/admin.sh").Env("ADMIN_PASSWORD", Secret("ADMIN_PASSWORD")));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        foreach (var command in step.Commands)
            if (Trusting(command))
                found.Add(
                    step,
                    $"`{Shown.Short(command.Program)}` believes whoever answers: give the host's key in known_hosts "
                        + "instead of StrictHostKeyChecking=no."
                );
            else if (Where(command) is { } where)
                found.Add(
                    step,
                    $"a secret stands in {where}, where everybody on the host and every reader of the journal sees "
                        + "it: declare Secret(\"NAME\") and hand it over by .Env(…) or .Receives(…)."
                );
    }

    private static bool Trusting(ShellCommand command) =>
        command.Words.Any(w =>
            w.Contains("StrictHostKeyChecking=no", StringComparison.OrdinalIgnoreCase)
            || w.Contains("UserKnownHostsFile=/dev/null", StringComparison.OrdinalIgnoreCase)
        );

    private static string? Where(ShellCommand command)
    {
        if (command.Environment.Any(e => IsName(e.Key) && IsLiteral(e.Value)))
            return "what is set before the command";
        if (
            command.Program == "curl"
            && command.Option("-u", "--user") is { } user
            && user.Contains(':', StringComparison.Ordinal)
        )
            return "the arguments";
        foreach (var word in command.Words)
            if (HasUser(word))
                return "an address";
            else if (word.StartsWith("--password=", StringComparison.Ordinal) && IsLiteral(word[11..]))
                return "the arguments";
            else if (word.Contains("Authorization: ", StringComparison.OrdinalIgnoreCase) && IsLiteral(word))
                return "a header on the command line";
        return null;
    }

    private static bool IsName(string name) =>
        name.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase)
        || name.Contains("TOKEN", StringComparison.OrdinalIgnoreCase)
        || name.Contains("SECRET", StringComparison.OrdinalIgnoreCase);

    private static bool IsLiteral(string value) =>
        value.Length > 0 && !value.Contains('$', StringComparison.Ordinal);

    private static bool HasUser(string word)
    {
        var start = word.IndexOf("://", StringComparison.Ordinal);
        if (start < 0)
            return false;
        var authority = word.AsSpan(start + 3);
        var end = authority.IndexOfAny('/', '?');
        authority = end < 0 ? authority : authority[..end];
        var at = authority.LastIndexOf('@');
        var colon = authority.IndexOf(':');
        return at > 0 && colon >= 0 && colon < at - 1 && authority[colon + 1] != '$';
    }
}
