using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Dns;

/// <summary>
/// Changes one or several records of a zone, several in one transaction of the provider. Looks first, keeps
/// what was, asks the zone's own name servers afterwards, and puts back exactly what was.
/// </summary>
public sealed record CloudflareChange : Operation<RecordsChanged>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    internal CloudflareChange(CloudflareZone zone, ImmutableArray<RecordEdit> edits) =>
        (Zone, Edits) = (zone, edits);

    /// <summary>Where the records are.</summary>
    public CloudflareZone Zone { get; }

    internal ImmutableArray<RecordEdit> Edits { get; private init; }

    internal bool LeavesOtherFamily { get; private init; }

    /// <inheritdoc/>
    public override string Kind => "Cloudflare.Change";

    /// <inheritdoc/>
    public override string Description => string.Join("; ", Edits);

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.Convergent;

    /// <inheritdoc/>
    public override string? Target => $"zone {Zone}";

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets => [Zone.Token];

    /// <inheritdoc/>
    public override string? Verification => "every name server of the zone says so when asked";

    /// <inheritdoc/>
    public override TimeSpan VerifyWithin => TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public override string? UndoDescription => "set the records to what they were before";

    /// <inheritdoc/>
    public override string? Warning =>
        Edits.Any(e => e.IsProxied == true)
            ? "the name servers hide where a proxied name leads: add .Verify(Http.Get(…).Contains(…))"
        : Edits.Any(e => e is { Kind: EditKind.Set, Content: not null, Expected: null })
            ? "whatever the record says now is overwritten: add expecting: \"…\""
        : null;

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            new("zone", Zone.Name),
            .. Edits.Select(e => new Fact(
                "change",
                $"{e}{(e is { Kind: EditKind.Set, Expected: { } old } ? $", expecting {old}" : "")}"
            )),
            .. LeavesOtherFamily ? [new Fact("other address family", "left")] : Array.Empty<Fact>(),
        ];

    /// <inheritdoc/>
    protected override JsonTypeInfo<RecordsChanged> JsonInfo => DnsJson.Default.RecordsChanged;

    /// <summary>
    /// A copy that also makes it lead elsewhere; see <see cref="CloudflareRecord.PointTo"/>.
    /// </summary>
    public CloudflareChange PointTo(string value, string? expecting = null) =>
        Last(e =>
            e with
            {
                Content = NameText.Value(e.Type, value),
                Expected = expecting is null ? null : NameText.Value(e.Type, expecting),
            }
        );

    /// <summary>A copy that also sets the TTL; see <see cref="CloudflareRecord.SetTtl"/>.</summary>
    public CloudflareChange SetTtl(TimeSpan ttl) =>
        ttl >= Shortest && ttl <= Longest && ttl.Ticks % TimeSpan.TicksPerSecond == 0
            ? Last(e => e with { Ttl = ttl })
            : throw new ArgumentException(
                $"a TTL is 1m to 1d, in whole seconds: {Durations.Exact(ttl)} is not."
            );

    /// <summary>A copy that also sets whether the provider answers in its place.</summary>
    public CloudflareChange SetProxied(bool isProxied) =>
        Last(e =>
            e.Type is "A" or "AAAA" or "CNAME"
                ? e with
                {
                    IsProxied = isProxied,
                }
                : throw new ArgumentException($"a {e.Type} record cannot be proxied.")
        );

    /// <summary>
    /// A copy that changes other records of the same zone in the same transaction: A together with AAAA.
    /// </summary>
    /// <exception cref="ArgumentException">They are of another zone, or changed already.</exception>
    public CloudflareChange And(CloudflareChange other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Zone != Zone)
            throw new ArgumentException(
                $"{other.Zone} is another zone than {Zone}: make it a step of its own."
            );
        var twin = other.Edits.FirstOrDefault(o => Edits.Any(e => e.Key == o.Key && e.Kind == o.Kind));
        return twin is null
            ? this with
            {
                Edits = Edits.AddRange(other.Edits),
                LeavesOtherFamily = LeavesOtherFamily || other.LeavesOtherFamily,
            }
            : throw new ArgumentException($"{twin.Key} is changed twice in one step.");
    }

    /// <summary>
    /// A copy that changes A although there is an AAAA record of the same name, which goes on leading to
    /// where it leads (or AAAA, and A). Without it that is refused.
    /// </summary>
    public CloudflareChange LeavingOtherFamily() => this with { LeavesOtherFamily = true };

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        new CloudflareChangeRun(this, context).ProbeAsync(cancellation);

    /// <inheritdoc/>
    public override Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation) =>
        new CloudflareChangeRun(this, context).CaptureAsync(cancellation);

    /// <inheritdoc/>
    public override Task<RecordsChanged> RunAsync(StepContext context, CancellationToken cancellation) =>
        new CloudflareChangeRun(this, context).RunAsync(cancellation);

    /// <inheritdoc/>
    public override Task<Verdict> VerifyAsync(
        StepContext context,
        RecordsChanged result,
        CancellationToken cancellation
    ) => new RecordVerification(this, context).RunAsync(cancellation);

    /// <inheritdoc/>
    public override Task UndoAsync(
        StepContext context,
        RecordsChanged result,
        CancellationToken cancellation
    ) => new CloudflareUndo(this, context).RunAsync(cancellation);

    /// <inheritdoc/>
    public override Task<Probe> ProbeUndoAsync(StepContext context, CancellationToken cancellation) =>
        new CloudflareUndo(this, context).ProbeAsync(cancellation);

    private CloudflareChange Last(Func<RecordEdit, RecordEdit> change) =>
        Edits[^1].Kind == EditKind.Remove
            ? throw new ArgumentException($"{Edits[^1].Key} is removed: nothing else can be set.")
            : this with
            {
                Edits = Edits.SetItem(Edits.Length - 1, change(Edits[^1])),
            };
}
