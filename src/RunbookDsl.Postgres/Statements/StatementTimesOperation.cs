using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Postgres;

/// <summary>
/// Reads how long the statements of a database take, as a baseline. Statements that failed or were cancelled
/// are not in it.
/// </summary>
/// <param name="Database">The database.</param>
public sealed record StatementTimesOperation(PgDatabase Database) : PgOperation<StatementTimes>(Database)
{
    /// <summary>How many statements, those that take most time in all. Default 50.</summary>
    public int Most { get; init; } = 50;

    /// <summary>How long they are watched; zero reads the sums since the last reset. Default zero.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.Zero;

    /// <inheritdoc/>
    public override string Kind => "Pg.StatementTimes";

    /// <inheritdoc/>
    public override string Description =>
        $"read how long the statements of {Database} take"
        + (Window > TimeSpan.Zero ? $" during {Durations.Text(Window)}" : "");

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.ReadOnly;

    /// <inheritdoc/>
    public override string? Target => null;

    /// <inheritdoc/>
    protected override JsonTypeInfo<StatementTimes> JsonInfo => PgJson.Default.StatementTimes;

    private protected override string ProbeText => "reads again";

    private protected override IReadOnlyList<Fact> Arguments =>
        [
            new("statements", Most.ToString(CultureInfo.InvariantCulture)),
            new("during", Window > TimeSpan.Zero ? Durations.Text(Window) : "since the last reset"),
        ];

    /// <summary>A copy that reads so many.</summary>
    public StatementTimesOperation Top(int statements) => this with { Most = statements };

    /// <summary>A copy that watches for so long.</summary>
    public StatementTimesOperation Over(TimeSpan window) => this with { Window = window };

    /// <inheritdoc/>
    public override Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(Probe.NotDone("read each time"));

    /// <inheritdoc/>
    public override Task<StatementTimes> RunAsync(StepContext context, CancellationToken cancellation) =>
        PgSession.WithAsync(
            context,
            Database,
            SessionUse.Look,
            session => new StatementReader(session).ReadAsync(context, Most, Window, cancellation),
            cancellation
        );
}
