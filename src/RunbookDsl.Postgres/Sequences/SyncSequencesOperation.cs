using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Postgres;

/// <summary>
/// Brings every sequence of the target to where the source's stands, those too that no column owns. Never
/// sets one back: a target that has given out more keeps it.
/// </summary>
/// <param name="Database">The target.</param>
/// <param name="Source">Where the sequences are read; fenced.</param>
public sealed record SyncSequencesOperation(PgDatabase Source, PgDatabase Database)
    : PgOperation<SyncSequencesResult>(Database)
{
    /// <summary>Values that are left out, in case the source gives out some more. Default 0.</summary>
    public long SafetyGap { get; init; }

    /// <inheritdoc/>
    public override string Kind => "Pg.SyncSequences";

    /// <inheritdoc/>
    public override string Description =>
        $"set the sequences of {Database} to where they stand in {Source}"
        + (SafetyGap == 0 ? "" : $" and {SafetyGap.ToString(CultureInfo.InvariantCulture)} values further");

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets =>
        [.. base.Secrets.Append(Source.Secret).Distinct()];

    /// <inheritdoc/>
    public override string Verification => "every sequence has reached the source's, read anew on both sides";

    /// <inheritdoc/>
    public override string UndoDescription => "put the captured places back where nothing was drawn since";

    /// <inheritdoc/>
    public override string Warning =>
        "Fence the source first: what it gives out afterwards is given out twice";

    /// <inheritdoc/>
    protected override JsonTypeInfo<SyncSequencesResult> JsonInfo => PgJson.Default.SyncSequencesResult;

    private protected override string ProbeText => "compares every sequence of both sides";

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("source", Source.ToString()),
            new("source server", Source.Secret.ToString()),
            new("safety gap", SafetyGap.ToString(CultureInfo.InvariantCulture)),
        ];

    /// <summary>A copy that goes so many values beyond the source.</summary>
    public SyncSequencesOperation Gap(long values) =>
        values >= 0
            ? this with
            {
                SafetyGap = values,
            }
            : throw new ArgumentOutOfRangeException(nameof(values), values, "a gap of 0 values or more");

    /// <inheritdoc/>
    public override Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            Database,
            SessionUse.Look,
            async session =>
                (Captured?)
                    new Captured([
                        .. (await SequencePlace.ListAsync(session).ConfigureAwait(false)).Select(s =>
                            KeyValuePair.Create(s.Name, (string?)s.ToString())
                        ),
                    ]),
            cancellation
        );

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        var (behind, kept) = await CompareAsync(context, cancellation).ConfigureAwait(false);
        return behind.Count > 0
            ? Probe.NotDone($"behind the source: {Shown(behind)}")
            : Probe.Done(
                $"{kept} sequences have reached the source's",
                new SyncSequencesResult(new Dictionary<string, string>(), kept)
            );
    }

    /// <inheritdoc/>
    public override async Task<SyncSequencesResult> RunAsync(
        StepContext context,
        CancellationToken cancellation
    )
    {
        var sides = await TwoSides
            .OpenAsync(context, Source, Database, SessionUse.Change, cancellation)
            .ConfigureAwait(false);
        await using var closing = sides.ConfigureAwait(false);
        var (behind, kept) = await BehindAsync(sides).ConfigureAwait(false);
        foreach (var (_, wanted) in behind)
            await wanted.SetAsync(sides.Target).ConfigureAwait(false);
        return new(behind.ToDictionary(b => b.Wanted.Name, b => b.Wanted.ToString()), kept);
    }

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        SyncSequencesResult result,
        CancellationToken cancellation
    )
    {
        var (behind, kept) = await CompareAsync(context, cancellation).ConfigureAwait(false);
        return behind.Count == 0
            ? Verdict.Pass($"{kept} sequences have reached the source's")
            : Verdict.Fail(
                $"behind the source: {Shown(behind)}. Is the source still written to? Fence it, then run this"
                    + " step again"
            );
    }

    /// <inheritdoc/>
    public override Task UndoAsync(
        StepContext context,
        SyncSequencesResult result,
        CancellationToken cancellation
    ) =>
        PgSession.WithAsync(
            context,
            Database,
            SessionUse.Change,
            async session =>
            {
                var now = await SequencePlace.ListAsync(session).ConfigureAwait(false);
                foreach (var place in ToPutBack(context, result, now))
                    await place.SetAsync(session).ConfigureAwait(false);
                foreach (var used in now.Where(s => IsUsed(s, result)))
                    context.Note($"{used.Name} was drawn from since and stays at {used}");
                return 0;
            },
            cancellation
        );

    /// <inheritdoc/>
    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            Database,
            SessionUse.Look,
            async session =>
            {
                if (context.Result is not SyncSequencesResult result)
                    return Probe.Unknown("what was set is not known");
                var now = await SequencePlace.ListAsync(session).ConfigureAwait(false);
                var rest = ToPutBack(context, result, now).Select(s => s.Name).ToList();
                return rest.Count == 0
                    ? Probe.Done("the captured places are back")
                    : Probe.NotDone($"still where they were set: {TableActivities.Names(rest)}");
            },
            cancellation
        );

    private async Task<(List<(SequencePlace Now, SequencePlace Wanted)> Behind, int Kept)> CompareAsync(
        StepContext context,
        CancellationToken cancellation
    )
    {
        var sides = await TwoSides
            .OpenAsync(context, Source, Database, SessionUse.Look, cancellation)
            .ConfigureAwait(false);
        await using var closing = sides.ConfigureAwait(false);
        return await BehindAsync(sides).ConfigureAwait(false);
    }

    private async Task<(List<(SequencePlace Now, SequencePlace Wanted)> Behind, int Kept)> BehindAsync(
        TwoSides sides
    )
    {
        var (source, target) = await sides.BothAsync(SequencePlace.ListAsync).ConfigureAwait(false);
        var there = target.ToDictionary(s => s.Name);
        var missing = source.Select(s => s.Name).Where(n => !there.ContainsKey(n)).ToList();
        if (missing.Count > 0)
            throw new OperationFailedException(
                $"{sides.Target.Target} lacks {missing.Count} sequences of the source:"
                    + $" {TableActivities.Names(missing)}. Nothing was changed: copy the schema first"
            );
        var behind = source
            .Select(s => (Now: there[s.Name], Wanted: s.Skip(SafetyGap)))
            // A gap that is there already is not made again.
            .Where(p => !p.Now.Reaches(p.Wanted))
            .ToList();
        return (behind, source.Count - behind.Count);
    }

    private static bool IsUsed(SequencePlace now, SyncSequencesResult result) =>
        result.Set.TryGetValue(now.Name, out var set) && now.ToString() != set;

    // Only what still is where we put it: an undo must not make a value be given out twice.
    private static List<SequencePlace> ToPutBack(
        StepContext context,
        SyncSequencesResult result,
        List<SequencePlace> now
    ) =>
        [
            .. now.Where(s =>
                    result.Set.ContainsKey(s.Name)
                    && !IsUsed(s, result)
                    && ServerClock.Value(context, s.Name) is { } before
                    && before != s.ToString()
                )
                .Select(s => s.At(ServerClock.Value(context, s.Name)!)),
        ];

    private static string Shown(List<(SequencePlace Now, SequencePlace Wanted)> behind) =>
        TableActivities.Names(behind.Select(b => $"{b.Now.Name} is at {b.Now}, not {b.Wanted}"));
}
