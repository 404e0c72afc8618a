Runbook("First step").Purpose("What a start costs up to the first step: the step ends the process");
Step("End here")
    .Run(ctx =>
    {
        Environment.Exit(0);
        return Task.CompletedTask;
    });
