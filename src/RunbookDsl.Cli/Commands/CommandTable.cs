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
    private static readonly ArgumentSpec Files = new("FILE", "csx") { Repeats = true };
    private static readonly ArgumentSpec Run = new("RUN", "run");
    private static readonly ArgumentSpec Step = new("STEP");
    private static readonly ArgumentSpec LatestRun = new("RUN", "run") { IsOptional = true };

    public static IReadOnlyList<CommandSpec> Commands { get; } =
    [
        new("check", "compile and plan scripts, tell every mistake", CheckCommand.RunAsync)
        {
            Arguments = [Files],
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
            Arguments = [new("FILE", "csx") { IsOptional = true }],
            Options =
            [
                Parameter,
                new("--plan", "FILE", "only if the plan is still the one fixed by plan --out")
                {
                    Completes = "file",
                },
                new("--sandbox", null, "in the throw-away world of NAME.world.csx beside the runbook"),
                Until,
                Skip,
                Reason,
                Silent,
                Window,
                Journal,
                Json,
            ],
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
        new("resolve", "settle a step that is in doubt, failed, or done by hand", ResolveCommand.RunAsync)
        {
            Arguments = [Run, Step],
            Options =
            [
                new("--done", null, "its effect is there: verify it and go on"),
                new("--rerun", null, "its effect is not there: run it"),
                new("--undone", null, "it has been taken back by hand"),
                new("--skip", null, "leave it out"),
                new("--reason", "TEXT", "why; goes into the journal"),
                new("--result", "JSON", "with --done: its result, where later steps read it"),
                Journal,
                Json,
            ],
        },
        new("undo", "take a run back, last step first", UndoCommand.RunAsync)
        {
            Arguments = [LatestRun],
            Options =
            [
                new("--to", "STEP", "stop when this step is the last that stands"),
                Silent,
                Journal,
                Json,
            ],
        },
        new("approve", "say yes to a step of somebody else's run", ApproveCommand.RunAsync)
        {
            Arguments = [Run, Step],
            Options =
            [
                new("--no", null, "say no"),
                new("--evidence", "TEXT", "what you looked at"),
                Journal,
                Json,
            ],
            Details = "RUNBOOK_OPERATOR names the person where several share an account.",
        },
        new("runs", "list the runs, newest first", RunsCommand.RunAsync) { Options = [Journal, Json] },
        new("show", "show a run step by step", ShowCommand.RunAsync)
        {
            Arguments = [LatestRun],
            Options = [Journal, Json],
        },
        new("restore-list", "what a run switched off and has not put back", RestoreListCommand.RunAsync)
        {
            Arguments = [LatestRun],
            Options = [Journal, Json],
        },
        new("verify", "check a journal's hash chain", VerifyCommand.RunAsync)
        {
            Arguments = [LatestRun],
            Options = [Journal, Json],
        },
        new("new", "make a runbook with its world and a README", NewCommand.RunAsync)
        {
            Arguments = [new("NAME")],
            Options = [Json],
        },
        new(
            "restore",
            "fetch the packages of scripts; the only command that uses the network",
            RestoreCommand.RunAsync
        )
        {
            Arguments = [Files],
            Options = [Json],
        },
        new("doctor", "what this machine lacks, and what installs it", DoctorCommand.RunAsync)
        {
            Options = [Journal, Json],
        },
        new("completion", "print shell completion", CompletionCommand.RunAsync)
        {
            Arguments = [new("SHELL", "bash zsh fish")],
            Details = "bash: source <(runbook completion bash)",
        },
    ];
}
