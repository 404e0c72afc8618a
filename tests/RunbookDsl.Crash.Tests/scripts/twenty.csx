#load "TwentySteps.csx"

Runbook("Twenty steps");
TwentySteps.Declare(new EffectLog(Environment.GetEnvironmentVariable("RUNBOOK_EFFECTS")));
