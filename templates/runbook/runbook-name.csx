// Check it:    runbook check runbook-name.csx
// Look at it:  runbook plan runbook-name.csx
// Rehearse it: runbook exec runbook-name.csx --sandbox
// Execute it:  runbook exec runbook-name.csx -p reason="planned maintenance"

Runbook("Runbook title")
    .Purpose("Say why, for those who approve it")
    .Owner("platform")
    .Locks("runbook-name");

var reason = Param<string>("reason", "shown to users while it lasts").Default("planned maintenance");
const string Notice = "maintenance.txt";

// A change that has to be put back: the run ends with it, or says that it is still there.
Step("Announce")
    .Run(async ctx => await File.WriteAllTextAsync(Path.Combine(ctx.Directory, Notice), reason))
    .Idempotent()
    .Verify(async ctx => (await File.ReadAllTextAsync(Path.Combine(ctx.Directory, Notice))) == reason)
    .Undo(async ctx => File.Delete(Path.Combine(ctx.Directory, Notice)));

Step("Look at the machine").Run(Local.Exec("uname", "-a").Effects(EffectClass.ReadOnly));

GoNoGo("Is everybody ready?");

Step("Withdraw the notice")
    .Run(async ctx =>
    {
        await Task.Yield();
        File.Delete(Path.Combine(ctx.Directory, Notice));
    })
    .Idempotent()
    .Verify(async ctx =>
    {
        await Task.Yield();
        return !File.Exists(Path.Combine(ctx.Directory, Notice));
    })
    .NoUndo("the announcement is over");
