// A small runbook for the tests of the package: one change that can be taken back, and one that looks.

Runbook("Greeting").Purpose("greet everybody").Owner("platform");

const string Notice = "notice.txt";

Step("announce")
    .Run(async ctx => await File.WriteAllTextAsync(Path.Combine(ctx.Directory, Notice), "hello"))
    .Idempotent()
    .Verify(async ctx => (await File.ReadAllTextAsync(Path.Combine(ctx.Directory, Notice))) == "hello")
    .Undo(async ctx => File.Delete(Path.Combine(ctx.Directory, Notice)));

Step("look").Run(Local.Exec("true").Effects(EffectClass.ReadOnly));

GoNoGo("Is everybody ready?");
