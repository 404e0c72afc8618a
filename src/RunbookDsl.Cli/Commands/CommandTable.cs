namespace RunbookDsl.Cli;

/// <summary>The command line, declared once: parsing, help, usage errors and completion are made from it.</summary>
internal static class CommandTable
{
    private static readonly OptionSpec Json = new("--json", null, "print JSON with stable names");
    private static readonly OptionSpec Journal = new(
        "--journal",
        "DIR",
        "where runs are kept, instead of RUNBOOK_HOME"
    )
    {
        Completes = "directory",
    };
    private static readonly OptionSpec Parameter = new("--param", "NAME=VALUE", "gives a parameter its value")
    {
        Short = "-p",
        Repeats = true,
    };
    private static readonly OptionSpec Window = new(
        "--window-start",
        "TIME",
        "moves the window: 2026-12-05 06:00Z"
    );
    private static readonly OptionSpec Until = new("--until", "ID", "stop after this step");
    private static readonly OptionSpec Skip = new("--skip", "ID", "leave this step out; wants a --reason")
    {
        Repeats = true,
    };
    private static readonly OptionSpec Reason = new("--reason", "TEXT", "why; goes into the journal")
    {
        Repeats = true,
    };
    private static readonly OptionSpec Silent = new(
        "--non-interactive",
        null,
        "ask nobody: a question holds the run"
    );
    private static readonly ArgumentSpec File = new("FILE", "csx");
    private static readonly ArgumentSpec LatestRun = new("RUN", "run") { IsOptional = true };

    public static IReadOnlyList<CommandSpec> Commands { get; } =
    [
        new("check", "compile and plan scripts, tell every mistake", CheckCommand.RunAsync)
        {
            Arguments = [new("FILE", "csx") { Repeats = true }],
            Options = [Parameter, Window, Json],
        },
        new("plan", "show what would be done; does nothing", PlanCommand.RunAsync)
        {
            Arguments = [File],
            Options =
            [
                Parameter,
                Window,
                new("--out", "FILE", "fix the plan for exec --plan") { Completes = "file" },
                Json,
            ],
        },
        new("exec", "execute a runbook with a journal", ExecCommand.RunAsync)
        {
            Arguments = [File],
            Options = [Parameter, Until, Skip, Reason, Silent, Window, Journal, Json],
        },
        new("resume", "go on with a run where its journal says it stands", ResumeCommand.RunAsync)
        {
            Arguments = [LatestRun],
            Options =
            [
                new("--from-failed", null, "run a failed step again although that could do harm"),
                Until,
                Skip,
                Reason,
                Silent,
                Journal,
                Json,
            ],
        },
    ];
}
