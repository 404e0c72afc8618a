namespace RunbookDsl.Cli.Tests;

/// <summary>The scripts that the specs run. Few, because each has to be compiled.</summary>
internal static class Script
{
    /// <summary>Does what the parameter says; its files lie in the folder it is given.</summary>
    public static string Modes { get; } =
        Desk.Common(
            "modes.csx",
            """
            Runbook("Modes").Purpose("tests").Owner("platform");
            var folder = Param<string>("folder", "its place").Must(Path.IsPathRooted, "an absolute path");
            var mode = Param<string>("mode", "what happens").Default("ok")
                .OneOf("ok", "fail", "guard", "doubt", "wait", "ask", "approve", "secret", "off");
            var count = Param<int>("count", "a number").Default(1);
            string At(string name) => Path.Combine(folder, name);

            Step("First")
                .Run(async ctx => { await File.AppendAllTextAsync(At("first"), "x"); })
                .Undo(async ctx => File.Delete(At("first")));
            if (mode == "fail")
                Step("Second").Run(async ctx => { await Task.Yield();
                    if (!File.Exists(At("mended"))) throw new IOException("the disk is on fire"); })
                    .NoUndo("nothing changed");
            if (mode == "guard")
                Step("Second").Run(async ctx => { await Task.Yield(); })
                    .Guard(async ctx => File.Exists(At("mended")), "the file is mended")
                    .NoUndo("nothing changed");
            if (mode == "doubt")
                Step("Second").Run(async ctx => { await ctx.WaitAsync(30.Seconds, ctx.Cancellation);
                    }).Timeout(50.Milliseconds).NoUndo("nothing changed");
            if (mode == "wait")
            {
                Step("Second").Run(async ctx =>
                {
                    await File.WriteAllTextAsync(At("waiting"), "");
                    while (!File.Exists(At("go"))) await Task.Delay(20, ctx.Cancellation);
                }).Idempotent().NoUndo("nothing changed");
                Step("Third").Run(async ctx => { await File.WriteAllTextAsync(At("third"), ""); })
                    .Idempotent().NoUndo("a mark");
            }
            if (mode == "ask")
                GoNoGo("Is everybody ready?");
            if (mode == "approve")
                Step("Second").Approve(1);
            if (mode == "secret")
                Step("Second").Run(async ctx => { await Task.Yield();
                    ctx.Note($"it is {ctx.Reveal(Secret("TEST_TOKEN"))}");
                    throw new IOException($"cannot log in with {ctx.Reveal(Secret("TEST_TOKEN"))}"); })
                    .NoUndo("nothing changed");
            """
        );
}
