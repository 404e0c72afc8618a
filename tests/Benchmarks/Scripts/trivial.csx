Runbook("Trivial").Purpose("What a start costs");
Step("Say hello").Run(async ctx => await Task.CompletedTask);
