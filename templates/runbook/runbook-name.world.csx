// The world runbook-name.csx is rehearsed in: runbook exec runbook-name.csx --sandbox

Answers("Is everybody ready?");
