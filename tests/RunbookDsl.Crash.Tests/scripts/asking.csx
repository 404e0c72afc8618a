Runbook("Asking");
Step("Ask").Manual("Look at the site");
