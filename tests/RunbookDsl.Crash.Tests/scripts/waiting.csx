#load "TwentySteps.csx"

Runbook("Waiting");
var log = new EffectLog(Environment.GetEnvironmentVariable("RUNBOOK_EFFECTS"));
Step("First").Run(new SetTo(log, "first", "on"));

// The winner keeps the run until all others have been told.
Step("Wait")
    .Run(async ctx =>
    {
        var go = Environment.GetEnvironmentVariable("RUNBOOK_EFFECTS") + ".go";
        while (!File.Exists(go))
            await ctx.WaitAsync(TimeSpan.FromMilliseconds(50), ctx.Cancellation);
        await log.AddAsync(ctx, "wait", "over");
    })
    .NoUndo("what is over is over");
