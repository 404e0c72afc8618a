namespace RunbookDsl.Cli;

internal static partial class CommandTable
{
    private static CommandSpec[] Rehearsals =>
        [
            new("rehearse", "run a runbook in the throw-away world beside it", RehearseCommand.RunAsync)
            {
                Arguments = [File],
                Options =
                [
                    Parameter,
                    new("--fault", "STEP:KIND", "let this go wrong; see the details") { Repeats = true },
                    new("--every-fault", null, "every fault of every step, one after the other"),
                    new("--every-crash", null, "end the process at four moments of each step, and resume"),
                    new("--matrix", null, "all of that, every way back, every no, and a second run"),
                    new("--until", "ID", "stop after this step and take everything back"),
                    new("--undo", null, "take everything back when the run is held"),
                    new("--again", null, "run it a second time: nothing may change"),
                    new("--transcript", null, "print what happened, as the snapshot keeps it"),
                    new("--like", "RUN", "as a real run went, by its journal, and compare the two")
                    {
                        Completes = "run",
                    },
                    Debug,
                    Journal,
                    new("--verbose", null, "tell every scenario, not only those that fail"),
                    Json,
                ],
                Details =
                    "KIND is one of error[=CODE], error-after, drop-before, drop-after, hang, hang-after,\n"
                    + "rate-limited, duplicate, kill, crash-before-intent, crash-after-intent,\n"
                    + "crash-after-effect, crash-after-outcome, no; undo-error and so on while it is\n"
                    + "taken back. The first change of the step is struck;\n"
                    + "@SYSTEM.OPERATION names another call, #2 the second one, #2x3 the second to fourth.\n",
            },
            new("test", "rehearse everything below a folder and compare snapshots", TestCommand.RunAsync)
            {
                Arguments = [new("PATH", "csx") { IsOptional = true }],
                Options =
                [
                    new("--accept", null, "what came out becomes the snapshot"),
                    new("--ci", null, "write nothing; also when CI is set"),
                    new(
                        "--min",
                        "PERCENT",
                        "fail below this coverage; coverage.allow beside a runbook spares"
                    ),
                    new("--coverage", null, "print what was never rehearsed"),
                    new("--coverage-html", "FILE", "the same for a browser") { Completes = "file" },
                    new("--repeat", "N", "run the clean scenario so often and compare"),
                    new("--verbose", null, "tell every scenario"),
                    Json,
                ],
            },
            new("pending", "snapshots that somebody has to look at", PendingCommand.RunAsync)
            {
                Arguments = [new("PATH", "csx") { IsOptional = true }],
                Options =
                [
                    new("--accept", null, "what was received becomes the snapshot"),
                    new("--reject", null, "what was received is thrown away"),
                    Json,
                ],
            },
            new("fakes", "what the systems of a throw-away world know", FakesCommand.RunAsync)
            {
                Options = [Json],
            },
        ];
}
