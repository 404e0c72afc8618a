namespace RunbookDsl.Cli;

/// <summary>
/// The command line, declared once: parsing, help, usage errors and completion are made from it.
/// </summary>
internal static partial class CommandTable
{
    private static readonly OptionSpec Json = new("--json", null, "print JSON with stable names");
    private static readonly OptionSpec Journal = new(
        "--journal",
        "PLACE",
        "where runs are kept: a directory, or postgres://user@host/db"
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
    private static readonly OptionSpec Ssh = new(
        "--ssh",
        "CLIENT",
        "how hosts are reached: openssh, which is the default, or sshnet"
    )
    {
        Completes = "openssh sshnet",
    };
    private static readonly OptionSpec Cloudflare = new(
        "--cloudflare",
        "CLIENT",
        "how Cloudflare is reached: builtin, which is the default, or client"
    )
    {
        Completes = "builtin client",
    };
    private static readonly OptionSpec[] Clients = [Ssh, Cloudflare];
    private static readonly OptionSpec Pinned = new(
        "--pinned",
        null,
        "with the script as it was, from the run's archive"
    );
    private static readonly OptionSpec Debug = new(
        "--debug",
        null,
        "wait for a debugger before anything else"
    );
    private static readonly ArgumentSpec File = new("FILE", "csx");
    private static readonly ArgumentSpec Files = new("FILE", "csx") { Repeats = true };
    private static readonly ArgumentSpec Run = new("RUN", "run");
    private static readonly ArgumentSpec Step = new("STEP");
    private static readonly ArgumentSpec LatestRun = new("RUN", "run") { IsOptional = true };

    public static IReadOnlyList<CommandSpec> Commands =>
        field ??= [.. Begin, .. Rehearsals, .. GoOn, .. HandOver, .. Anew, .. Look, .. Machine];

    /// <summary>Commands with the one of that name, if there is one: a start builds few of them.</summary>
    public static IReadOnlyList<CommandSpec> With(string name) =>
        name is "check" or "plan" or "exec" ? Begin : Commands;

    private static CommandSpec[] Begin =>
        [
            new("check", "compile, plan and lint scripts, tell every mistake", CheckCommand.RunAsync)
            {
                Arguments = [new("FILE", "csx") { Repeats = true, IsOptional = true }],
                Options =
                [
                    Parameter,
                    Window,
                    new("--format", "FORM", "text, json, sarif or msbuild")
                    {
                        Completes = "text json sarif msbuild",
                    },
                    new("--list-rules", null, "list the rules of the lint"),
                    new("--explain", "ID", "what a rule is about, with examples: RB0309"),
                    new(
                        "--against",
                        "RUN",
                        "what --migrate would do with this run, or with all in a directory"
                    )
                    {
                        Repeats = true,
                    },
                    Journal,
                    Json,
                ],
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
                    .. Clients,
                    Debug,
                    Journal,
                    Json,
                ],
            },
        ];
}
