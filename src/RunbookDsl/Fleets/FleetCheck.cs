namespace RunbookDsl;

/// <summary>Asserts that a fleet can do without the members whose turn it is.</summary>
/// <param name="Others">The checks of all other members, by name.</param>
/// <param name="AtLeast">How many of them must pass.</param>
/// <param name="Before">The last steps of the turns before, by member.</param>
/// <param name="MaxFailures">How many of these may have been left out.</param>
internal sealed record FleetCheck(
    IReadOnlyList<(string Name, Check Check)> Others,
    int AtLeast,
    IReadOnlyList<(string Name, string StepId)> Before,
    int MaxFailures
) : Check
{
    public override string Kind => "Fleet.AssertFit";

    public override string Description =>
        (
            AtLeast == 0
                ? "nobody else has to serve"
                : $"at least {AtLeast} of {string.Join(", ", Others.Select(o => o.Name))} serve"
        ) + (Before.Count == 0 ? "" : $", and at most {MaxFailures} before were left out");

    public override IReadOnlyList<Output> Reads => [.. Others.SelectMany(o => o.Check.Reads)];

    public override IReadOnlyList<SecretReference> Secrets => [.. Others.SelectMany(o => o.Check.Secrets)];

    public override async Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation)
    {
        string[] left = [.. Before.Where(b => context.Of(b.StepId).Result is null).Select(b => b.Name)];
        if (left.Length > MaxFailures)
            return Verdict.Fail(
                $"{string.Join(", ", left)} were left out, at most {MaxFailures} may be: bring them to an end first"
            );
        var (serving, wrong) = (new List<string>(), new List<string>());
        foreach (var (name, check) in Others)
        {
            if (serving.Count >= AtLeast)
                break;
            var verdict = await AskAsync(check, context, cancellation).ConfigureAwait(false);
            (verdict.Passed ? serving : wrong).Add(verdict.Passed ? name : $"{name}: {verdict.Evidence}");
        }
        var text =
            $"{serving.Count} others serve{(serving.Count == 0 ? "" : $" ({string.Join(", ", serving)})")}";
        return serving.Count >= AtLeast
            ? Verdict.Pass(text)
            : Verdict.Fail($"{text}, {AtLeast} are needed. {string.Join("; ", wrong)}");
    }

    // Who cannot be asked does not serve.
    private static async Task<Verdict> AskAsync(
        Check check,
        StepContext context,
        CancellationToken cancellation
    )
    {
        try
        {
            return await check.RunAsync(context, cancellation).ConfigureAwait(false);
        }
        catch (OperationFailedException e)
        {
            return Verdict.Fail(e.Message);
        }
    }
}
