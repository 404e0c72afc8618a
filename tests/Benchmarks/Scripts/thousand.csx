Runbook("Thousand").Purpose("What reading a long journal costs");
for (var i = 1; i <= 999; i++)
    Step($"Step {i}").Run(async ctx => await Task.CompletedTask);
Step("Last")
    .Run(ctx =>
    {
        Environment.Exit(0);
        return Task.CompletedTask;
    });
