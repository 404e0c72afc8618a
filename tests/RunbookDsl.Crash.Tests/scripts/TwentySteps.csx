#nullable disable
using RunbookDsl;
using static RunbookDsl.Verbs;

/// <summary>
/// Twenty steps of every mode there is. Each effect is one line of a log outside the process, added in one
/// write: the oracle that counts what really happened.
/// </summary>
internal static class TwentySteps
{
    internal static void Declare(EffectLog log)
    {
        Step("Look").Run(_ => Task.FromResult("blue")).ReadOnly();
        Step("Page").Run(Temporarily(new SetTo(log, "page", "on")));
        var backup = Backup(log);
        Step("Only big").When(backup.Is(b => b.Bytes > 1000)).Run(new SetTo(log, "big", "on"));
        Step("Small").When(backup.Is(b => b.Bytes < 1000)).Run(new SetTo(log, "small", "on"));
        ForEach(["x", "y", "z"], host => Step("Reload").Run(new SetTo(log, host, "reloaded")));
        Step("Mail").Run(ctx => log.AddAsync(ctx, "mail", "sent")).NoUndo("mail cannot be called back");
        Step("Note")
            .Run(ctx => log.AddAsync(ctx, "note", "written"))
            .Idempotent()
            .Undo(ctx => log.AddAsync(ctx, "note", null));
        var page = Step("Long")
            .Run(async ctx =>
            {
                await log.AddAsync(ctx, "long", "made");
                return new string('x', 20_000);
            })
            .Idempotent()
            .Undo(ctx => log.AddAsync(ctx, "long", null));
        Parallel(() =>
        {
            Step("Left").Run(new SetTo(log, "left", "on"));
            Step("Right").Run(new SetTo(log, "right", "on"));
        });
        Step("Report")
            .Run(ctx =>
                log.AddAsync(ctx, "report", $"{ctx.Read(backup.Output).Name} {ctx.Read(page.Output).Length}")
            )
            .Probe(_ => log.LookAsync("report"))
            .Undo(ctx => log.AddAsync(ctx, "report", null));
        foreach (var name in new[] { "a", "b", "c", "d", "e" })
            Step($"Set {name}").Run(new SetTo(log, name, "on"));
    }

    private static StepBuilder<BackupMade> Backup(EffectLog log) =>
        Step("Backup")
            .Run(async ctx =>
            {
                await log.AddAsync(ctx, "backup", "made");
                return new BackupMade("b1", 42);
            })
            .Probe(_ => log.LookAsync("backup"))
            .Undo(ctx => log.AddAsync(ctx, "backup", null));
}

/// <summary>What a backup step returns; later steps decide by it.</summary>
internal sealed record BackupMade(string Name, int Bytes);

/// <summary>Sets a value: captures, probes, verifies and takes back as a real operation does.</summary>
internal sealed record SetTo(EffectLog Log, string Name, string Value) : Operation<Unit>
{
    public override string Kind => "Set";

    public override string Description => $"set {Name} to {Value}";

    public override EffectClass Effect => EffectClass.Convergent;

    public override string UndoDescription => $"set {Name} back";

    public override IReadOnlyList<Fact> Facts => [new("name", Name), new("value", Value)];

    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(Seen(Log.Get(Name) == Value));

    public override Task<Captured> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(Captured.Of("value", Log.Get(Name)));

    public override async Task<Unit> RunAsync(StepContext context, CancellationToken cancellation)
    {
        await Log.AddAsync(context, Name, Value);
        return Unit.Value;
    }

    public override Task<Verdict> VerifyAsync(
        StepContext context,
        Unit result,
        CancellationToken cancellation
    ) =>
        Task.FromResult(
            Log.Get(Name) == Value
                ? Verdict.Pass($"{Name} is {Value}")
                : Verdict.Fail($"{Name} is not {Value}")
        );

    public override Task UndoAsync(StepContext context, Unit result, CancellationToken cancellation) =>
        Log.AddAsync(context, Name, context.Before["value"]);

    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(Seen(Log.Get(Name) == context.Before["value"]));

    private Probe Seen(bool isSo)
    {
        var seen = $"{Name} is {Log.Get(Name) ?? "not set"}";
        return isSo ? Probe.Done(seen) : Probe.NotDone(seen);
    }
}

/// <summary>
/// The world: an append-only file of effects, each with its key, step, attempt, process and time.
/// </summary>
internal sealed class EffectLog(string path)
{
    internal Task AddAsync(StepContext context, string name, string value)
    {
        var line =
            string.Join(
                '\t',
                name,
                value ?? "-",
                context.IdempotencyKey,
                context.StepId,
                context.Attempt,
                Environment.ProcessId,
                context.Clock.GetUtcNow().ToString("O")
            ) + "\n";
        using (var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 0))
            file.Write(System.Text.Encoding.UTF8.GetBytes(line));
        // "STEP=FILE": a switch that is pressed right behind the effect of a step.
        if (
            Environment.GetEnvironmentVariable("RUNBOOK_STRIKE")?.Split('=') is [var step, var pressed]
            && step == context.StepId
        )
            File.WriteAllText(pressed, "1");
        return Task.CompletedTask;
    }

    internal string Get(string name)
    {
        string value = null;
        foreach (var line in File.Exists(path) ? File.ReadAllLines(path) : [])
            if (line.Split('\t') is var words && words[0] == name)
                value = words[1] == "-" ? null : words[1];
        return value;
    }

    internal Task<ProbeState> LookAsync(string name) =>
        Task.FromResult(Get(name) is null ? ProbeState.NotDone : ProbeState.Done);
}
