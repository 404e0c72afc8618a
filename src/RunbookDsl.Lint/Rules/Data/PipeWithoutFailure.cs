namespace RunbookDsl.Lint;

/// <summary>A pipe, and psql, succeed although what matters failed.</summary>
internal sealed class PipeWithoutFailure : LintRule
{
    private static readonly string[] Harmless = ["echo", "printf", "cat", "yes"];

    public override LintRuleInfo Info { get; } =
        new("RB0311", LintSeverity.Error, "A failure inside a pipe, or inside psql, is not seen")
        {
            Why =
                "Without pipefail a failed pg_dump in front of gzip leaves exit code 0 and a file of 20 bytes; psql "
                + "exits 0 after any number of errors unless ON_ERROR_STOP is set. Tried.",
            Instead =
                "An operation of the language; else set -o pipefail in bash, and psql -X -v ON_ERROR_STOP=1.",
            Flagged = """
                Step("Backup").Run(web.Exec("sh", "-c", "pg_dump -Fc mydb | gzip > mydb.gz"));
                """,
            Clean = """
                Step("Backup")
                    .Run(web.Exec("bash", "-c", "set -o pipefail; pg_dump -Fc mydb | gzip > mydb.gz"));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        foreach (var shell in step.Shell)
        foreach (var command in shell.Commands)
            if (command.IsPiped && !shell.HasPipeFail && !Harmless.Contains(command.Program))
                found.Add(
                    step,
                    $"the failure of `{Shown.Of(command)}` is lost in the pipe: the exit code is that of the last "
                        + "program. Use an operation, or bash with set -o pipefail."
                );
            else if (IsBlind(command))
                found.Add(
                    step,
                    $"`{Shown.Of(command)}` exits 0 whatever fails in it: use Pg.Execute or Pg.Check, or at least "
                        + "psql -X -v ON_ERROR_STOP=1.",
                    Stop(shell)
                );
    }

    private static bool IsBlind(ShellCommand command) =>
        (command.Program == "psql" || command.Is("heroku", "pg:psql"))
        && !command.Words.Any(w => w.Contains("ON_ERROR_STOP", StringComparison.Ordinal))
        && (command.ReadsFile ?? command.Input ?? command.Option("-f", "--file")) is not null;

    private static LintFix[] Stop(ShellScript shell)
    {
        var place = shell
            .Place.DescendantNodesAndSelf()
            .OfType<Microsoft.CodeAnalysis.CSharp.Syntax.LiteralExpressionSyntax>()
            .FirstOrDefault(l => l.Token.Text.Contains("psql ", StringComparison.Ordinal));
        return place is null
            ? []
            :
            [
                Fixes.Replace(
                    "Let psql stop at the first error",
                    place,
                    place.Token.Text.Replace("psql ", "psql -X -v ON_ERROR_STOP=1 ", StringComparison.Ordinal)
                ),
            ];
    }
}
