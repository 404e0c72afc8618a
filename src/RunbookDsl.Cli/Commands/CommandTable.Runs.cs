namespace RunbookDsl.Cli;

/// <content>What is done with runs that have begun, and with the machine.</content>
internal static partial class CommandTable
{
    private static CommandSpec[] GoOn =>
        [
            new("resume", "go on with a run where its journal says it stands", ResumeCommand.RunAsync)
            {
                Arguments = [LatestRun],
                Options =
                [
                    new("--from-failed", null, "run a failed step again although that could do harm"),
                    new(
                        "--old-attempt-ended",
                        null,
                        "nothing begun on another machine is still at work; wants a --reason"
                    ),
                    Pinned,
                    .. MigrateOptions.All,
                    Until,
                    Skip,
                    Reason,
                    Silent,
                    .. Clients,
                    Debug,
                    Journal,
                    Json,
                ],
            },
            new("resolve", "settle a step that is in doubt, failed, or done by hand", ResolveCommand.RunAsync)
            {
                Arguments = [Run, Step, new("FILE", "file") { IsOptional = true }],
                Options =
                [
                    new(
                        "--from-spill",
                        null,
                        "take in its outcome that the journal could not take; FILE or found"
                    ),
                    new("--done", null, "its effect is there: verify it and go on"),
                    new("--rerun", null, "its effect is not there: run it"),
                    new("--undone", null, "it has been taken back by hand"),
                    new("--skip", null, "leave it out"),
                    new("--reason", "TEXT", "why; goes into the journal"),
                    new("--result", "JSON", "with --done: its result, where later steps read it"),
                    Pinned,
                    .. Clients,
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
                    Pinned,
                    Silent,
                    .. Clients,
                    Journal,
                    Json,
                ],
            },
            new("salvage", "make a new run of what is proved of a damaged one", SalvageCommand.RunAsync)
            {
                Arguments = [Run],
                Options = [Journal, Json],
            },
            new("approve", "say yes to a step of somebody else's run", ApproveCommand.RunAsync)
            {
                Arguments = [Run, Step],
                Options =
                [
                    new("--no", null, "say no"),
                    new("--evidence", "TEXT", "what you looked at"),
                    new("--break-glass", null, "go on without the approval; wants the reason as --evidence"),
                    Journal,
                    Json,
                ],
                Details = "RUNBOOK_OPERATOR names the person where several share an account.",
            },
        ];

    private static CommandSpec[] HandOver =>
        [
            new("offer", "let a run go, for another operator to accept", OfferCommand.RunAsync)
            {
                Arguments = [Run],
                Options = [new("--to", "NAME", "the operator who may take it"), Journal, Json],
                Details = "Offered to yourself, it stays yours.",
            },
            new("accept", "take a run that was offered to you", AcceptCommand.RunAsync)
            {
                Arguments = [Run],
                Options = [Journal, Json],
            },
            new("unlock", "take a resource from a run that nobody runs", UnlockCommand.RunAsync)
            {
                Arguments = [new("RESOURCE")],
                Options = [new("--reason", "TEXT", "why; goes into the journal"), Journal],
            },
            new("steal", "take a run from an owner who cannot be asked", StealCommand.RunAsync)
            {
                Arguments = [Run],
                Options = [new("--reason", "TEXT", "why; goes into the journal"), Journal, Json],
            },
        ];

    private static CommandSpec[] Anew =>
        [
            new("rerun", "run anew what a closed run did, with its parameters", RerunCommand.RunAsync)
            {
                Arguments = [LatestRun],
                Options = [Parameter, Window, Until, Skip, Reason, Silent, .. Clients, Journal, Json],
            },
            new("cancel", "stop a run at work in another terminal", CancelCommand.RunAsync)
            {
                Arguments = [LatestRun],
                Options =
                [
                    new("--now", null, "cancel its steps at work; else they end first"),
                    Journal,
                    Json,
                ],
            },
        ];

    private static CommandSpec[] Look =>
        [
            new("runs", "list the runs, newest first; prune removes old ones", RunsCommand.RunAsync)
            {
                Arguments = [new("prune", "prune") { IsOptional = true }],
                Options =
                [
                    new("--older-than", "AGE", "with prune: closed runs that ended before this, such as 90d"),
                    new("--sandbox-older-than", "AGE", "with prune: the same for sandbox runs"),
                    new("--keep", "N", "with prune: the newest N closed runs stay whatever their age"),
                    new("--dry-run", null, "with prune: say what would be removed"),
                    Journal,
                    Json,
                ],
            },
            new("show", "show a run step by step", ShowCommand.RunAsync)
            {
                Arguments = [LatestRun],
                Options = [Journal, Json],
            },
            new("report", "tell a run to those who were not there", ReportCommand.RunAsync)
            {
                Arguments = [LatestRun],
                Options =
                [
                    new("--format", "FORMAT", "md: the report, which is the default; post-mortem")
                    {
                        Completes = "md post-mortem",
                    },
                    Journal,
                ],
                Details =
                    "What was done and for how long, decisions, deviations, what is still off, effects for users.\n"
                    + "A post mortem is the same as it is asked afterwards, with room for people, and what the\n"
                    + "journal suggests for the next time.",
            },
            new("restore-list", "what a run switched off and has not put back", RestoreListCommand.RunAsync)
            {
                Arguments = [LatestRun],
                Options = [Journal, Json],
            },
            new("locks", "what runs have for themselves", LocksCommand.RunAsync)
            {
                Options = [Journal, Json],
            },
            new("verify", "check a journal: chain, anchors, values, sources", VerifyCommand.RunAsync)
            {
                Arguments = [LatestRun],
                Options = [new("--all", null, "every run, and the ledger"), Journal, Json],
            },
            new(
                "export",
                "copy a run out as a journal, or tell a runbook as a document",
                ExportCommand.RunAsync
            )
            {
                Arguments = [new("FILE|RUN", "run") { IsOptional = true }],
                Options =
                [
                    new("--to", "PLACE", "a copy of the run: a new directory, or FILE.tar")
                    {
                        Completes = "file",
                    },
                    new("--format", "FORMAT", "a document of the runbook, or of the run's: md or html")
                    {
                        Completes = "md html",
                    },
                    Parameter,
                    Window,
                    Journal,
                    Json,
                ],
            },
        ];

    private static CommandSpec[] Machine =>
        [
            new("new", "make a runbook, its tests, or a repository of runbooks", NewCommand.RunAsync)
            {
                Arguments = [new("NAME") { IsOptional = true }],
                Options =
                [
                    new("--template", "NAME", "runbook (default), runbook-tests or runbook-repo")
                    {
                        Completes = "runbook runbook-tests runbook-repo",
                    },
                    new("--repo", null, "write the settings of editors into this folder instead"),
                    Json,
                ],
            },
            new("lsp", "serve an editor over standard input and output", LspCommand.RunAsync)
            {
                Details = "For editors, not for people: `runbook new --repo` writes their settings.",
            },
            new("import", "make a runbook of a checklist in Markdown", ImportCommand.RunAsync)
            {
                Arguments = [new("CHECKLIST", "file")],
                Options =
                [
                    new("--output", "FILE", "the runbook; default: the checklist's name with .csx")
                    {
                        Completes = "file",
                    },
                    Json,
                ],
                Details = "Each item and each command is a step done by hand. No file is overwritten.",
            },
            new("docs", "the reference of words and operations", DocsCommand.RunAsync)
            {
                Arguments = [new("NAME") { IsOptional = true }],
                Options =
                [
                    new("--site", "FOLDER", "write it as HTML pages, with the rules of the lint")
                    {
                        Completes = "directory",
                    },
                    Json,
                ],
                Details =
                    "NAME is a class such as Pg, an operation such as Pg.Dump, or a verb such as Step.Verify.",
            },
            new("editor", "give a plain C# script editor the same references", EditorCommand.RunAsync)
            {
                Arguments = [new("DIRECTORY", "directory") { IsOptional = true }],
                Options = [Json],
                Details =
                    "Writes runbook.rsp, and omnisharp.json where there is none. Machine paths: not for git.",
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
