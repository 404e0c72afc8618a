using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>Notes where a log ends; see <see cref="HostLog.Mark"/>.</summary>
public sealed record LogMarkOperation : HostOperation<LogMark>
{
    internal LogMarkOperation(HostLog log)
        : base(log.Host) => Log = log;

    /// <summary>The log.</summary>
    public HostLog Log { get; }

    /// <inheritdoc/>
    public override string Kind => "Log.Mark";

    /// <inheritdoc/>
    public override string Description => $"note where the {Log.Name} ends";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.ReadOnly;

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            .. base.Facts,
            new("log", Log.Unit ?? Log.Path!),
            .. Log.Errors is { } pattern ? [new("errors", pattern)] : Array.Empty<Fact>(),
        ];

    /// <inheritdoc/>
    protected override JsonTypeInfo<LogMark> JsonInfo => HostsJson.Default.LogMark;

    /// <inheritdoc/>
    public override async Task<LogMark> RunAsync(StepContext context, CancellationToken cancellation)
    {
        // The kinds first: an error in between is then no known one.
        var known = new LogErrors(Log);
        await Log.Source.ReadRecentAsync(context, known, cancellation).ConfigureAwait(false);
        var cursor = await Log.Source.EndAsync(context, cancellation).ConfigureAwait(false);
        var mark = new LogMark(Log.Name, cursor, [.. known.Kinds.Select(k => k.Key)]);
        context.Note($"{mark}");
        return mark;
    }
}
