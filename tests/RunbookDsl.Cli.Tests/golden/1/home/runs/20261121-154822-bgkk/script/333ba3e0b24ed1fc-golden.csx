#load "words.csx"
Runbook("Golden").Purpose("journals of this version, kept for ever").Owner("platform");
var mode = Param<string>("mode", "how far it comes").OneOf("hold", "doubt", "done");
record Backup(string Name, int Bytes);

Step("First")
    .Run(async ctx => { await Task.Yield(); ctx.Note(Greet("first")); })
    .Undo(async ctx => { await Task.Yield(); });
var backup = Step("Backup")
    .Run(async ctx => { await Task.Yield(); return new Backup("b1", 7); })
    .NoUndo("a copy");
ForEach(["a", "b"], host =>
    Step("Reload")
        .Run(async ctx => { await Task.Yield(); ctx.Note(Greet(host)); })
        .Idempotent()
        .NoUndo("a reload"));
if (mode == "hold")
    Step("Gate")
        .Run(async ctx => { await Task.Yield(); if (!IsOpen()) throw new IOException("the gate is closed"); })
        .Idempotent()
        .NoUndo("a look");
if (mode == "doubt")
    Step("Doubt")
        .Run(async ctx => { if (!IsOpen()) await ctx.WaitAsync(30.Seconds, ctx.Cancellation); })
        .Timeout(2.Seconds)
        .NoUndo("a wait");
Step("Use")
    .When(backup.Is(b => b.Bytes > 1))
    .Run(async ctx => { await Task.Yield(); ctx.Note($"{ctx.Read(backup.Output)}"); })
    .NoUndo("a look");
