namespace RunbookDsl.Hosts;

/// <summary>Asserts that a log has no new errors; see <see cref="HostLog.NoNewErrors"/>.</summary>
public sealed record LogCheck : HostCheck
{
    private const int MostShown = 5;
    private readonly Input<LogMark> _since;

    internal LogCheck(HostLog log, Input<LogMark> since)
        : base(log.Host) => (Log, _since) = (log, since);

    /// <summary>The log.</summary>
    public HostLog Log { get; }

    /// <summary>Most errors, of known kinds as well; null is any number of known ones.</summary>
    public int? Most { get; private init; }

    /// <inheritdoc/>
    public override string Kind => "Log.AssertNoNewErrors";

    /// <inheritdoc/>
    public override string Description =>
        $"the {Log.Name} has no new kind of error since the mark"
        + (Most is { } most ? $", and at most {most} errors" : "");

    /// <inheritdoc/>
    public override IReadOnlyList<Output> Reads => _since.Reads;

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            .. base.Facts,
            new("log", Log.Unit ?? Log.Path!),
            .. Log.Errors is { } pattern ? [new("errors", pattern)] : Array.Empty<Fact>(),
            .. Log.Ignored.Select(i => new Fact("ignored", i)),
            .. Most is { } most ? [new("most", $"{most}")] : Array.Empty<Fact>(),
        ];

    /// <summary>A copy that limits the number of errors, known kinds included.</summary>
    public LogCheck AtMost(int errors) => this with { Most = errors };

    /// <inheritdoc/>
    public override async Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var mark = context.Read(_since);
        if (mark.Log != Log.Name)
            return Verdict.Fail($"the mark is of the {mark.Log}, not of the {Log.Name}");
        var errors = new LogErrors(Log);
        var gap = await Log
            .Source.ReadSinceAsync(context, mark.Cursor, errors, cancellation)
            .ConfigureAwait(false);
        var fresh = errors.Kinds.Where(k => !mark.Kinds.Contains(k.Key)).ToArray();
        var count = $"{Log.Name}: {errors.Count} errors since the mark";
        if (fresh.Length > 0)
            return Verdict.Fail(
                $"{count}, {fresh.Length} new kinds: "
                    + string.Join("; ", fresh.Take(MostShown).Select(k => $"{k.Value} × {k.Key}"))
                    + (fresh.Length > MostShown ? "; …" : "")
            );
        if (gap is not null)
            return Verdict.Fail($"{count}, but {gap}");
        return errors.Count > Most
            ? Verdict.Fail($"{count}, at most {Most} are allowed")
            : Verdict.Pass($"{count}, none of a new kind");
    }
}
