#load "TwentySteps.csx"

Runbook("Orphan");
var effects = Environment.GetEnvironmentVariable("RUNBOOK_EFFECTS");
var log = new EffectLog(effects);

// The tool acts long after it was started, whoever started it.
Step("Tool")
    .Run(async ctx =>
    {
        var line = string.Join("\\t", "tool", "acted", ctx.IdempotencyKey, ctx.StepId, ctx.Attempt, 0, "now");
        var tool = System.Diagnostics.Process.Start(
            "sh",
            ["-c", $"while [ ! -e \"$0.go\" ]; do sleep 0.05; done; printf '{line}\\n' >>\"$0\"", effects]
        );
        Console.WriteLine($"tool {tool.Id} is at work");
        await tool.WaitForExitAsync(ctx.Cancellation);
    })
    .Probe(_ => log.LookAsync("tool"))
    .NoUndo("what is done is done");
