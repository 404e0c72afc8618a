using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl;

/// <summary>A watch with thresholds; see <see cref="Control.Monitor"/>.</summary>
public sealed record MonitorOperation : Operation<MonitorResult>
{
    internal MonitorOperation(string what, TimeSpan length) => (What, Length) = (what, length);

    /// <summary>What is watched, in words.</summary>
    public string What { get; }

    /// <summary>For how long.</summary>
    public TimeSpan Length { get; }

    /// <summary>Time between two looks. Default 30 s.</summary>
    public TimeSpan Pause { get; private init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many bad looks in a row make it fail. Default 3.</summary>
    public int Patience { get; private init; } = 3;

    /// <inheritdoc/>
    public override string Kind => "Control.Monitor";

    /// <inheritdoc/>
    public override string Description => $"watch {What} for {Durations.Text(Length)}";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.ReadOnly;

    /// <inheritdoc/>
    public override TimeSpan? Expected => Length;

    /// <inheritdoc/>
    public override bool CanAttach => true;

    /// <inheritdoc/>
    public override string? Warning =>
        Terms.Count == 0 ? "it looks at nothing: add .Expect(…) or .AtMost(…)"
        : Length < TimeSpan.FromMinutes(15)
            ? "less than 15 minutes after an opening shows little: caches and queues take longer"
        : null;

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            new("every", Durations.Text(Pause)),
            new("fails after", string.Create(CultureInfo.InvariantCulture, $"{Patience} bad looks in a row")),
            .. Terms.Select(t => new Fact("threshold", t.Code)),
        ];

    /// <inheritdoc/>
    public override IReadOnlyList<Output> Reads => [.. Terms.SelectMany(t => t.Reads)];

    /// <inheritdoc/>
    public override IReadOnlyList<SecretReference> Secrets => [.. Terms.SelectMany(t => t.Secrets)];

    internal IReadOnlyList<MonitorTerm> Terms { get; private init; } = [];

    /// <inheritdoc/>
    protected override JsonTypeInfo<MonitorResult> JsonInfo => CoreJson.Default.MonitorResult;

    /// <summary>A copy that looks this often.</summary>
    public MonitorOperation Every(TimeSpan pause) =>
        this with
        {
            Pause =
                pause > TimeSpan.Zero
                    ? pause
                    : throw new ArgumentException("a watch needs time between two looks."),
        };

    /// <summary>A copy that fails after so many bad looks in a row; 1 fails at the first.</summary>
    public MonitorOperation FailsAfter(int inARow) =>
        this with
        {
            Patience = inARow >= 1 ? inARow : throw new ArgumentException("FailsAfter wants at least 1."),
        };

    /// <summary>A copy that also expects this assertion to hold at each look.</summary>
    public MonitorOperation Expect(Check check)
    {
        ArgumentNullException.ThrowIfNull(check);
        return With(
            new(check.Description, $"{check.Kind}: {check.Description}", Look)
            {
                Reads = check.Reads,
                Secrets = check.Secrets,
            }
        );

        async Task<MonitorReading> Look(StepContext context, CancellationToken cancellation)
        {
            var verdict = await check.RunAsync(context, cancellation).ConfigureAwait(false);
            return new(verdict.Passed, verdict.Evidence);
        }
    }

    /// <summary>A copy that also wants a number to stay at or below a limit.</summary>
    /// <param name="name">What the number is, with its unit: <c>errors per minute</c>.</param>
    /// <param name="limit">The largest that is good.</param>
    /// <param name="number">Reads it; changes nothing.</param>
    /// <param name="text">The source text; the compiler fills it in.</param>
    public MonitorOperation AtMost(
        string name,
        double limit,
        Func<StepContext, Task<double>> number,
        [CallerArgumentExpression(nameof(number))] string text = ""
    ) => With(Limited($"{name} at most {Text(limit)}", number, text, n => n <= limit));

    /// <summary>A copy that also wants a number to stay at or above a limit.</summary>
    /// <param name="name">What the number is, with its unit: <c>orders per minute</c>.</param>
    /// <param name="limit">The smallest that is good.</param>
    /// <param name="number">Reads it; changes nothing.</param>
    /// <param name="text">The source text; the compiler fills it in.</param>
    public MonitorOperation AtLeast(
        string name,
        double limit,
        Func<StepContext, Task<double>> number,
        [CallerArgumentExpression(nameof(number))] string text = ""
    ) => With(Limited($"{name} at least {Text(limit)}", number, text, n => n >= limit));

    /// <inheritdoc/>
    public override Task<MonitorResult> RunAsync(StepContext context, CancellationToken cancellation) =>
        new MonitorRun(this, context, MonitorProgress.None).RunAsync(cancellation);

    /// <inheritdoc/>
    public override Task<MonitorResult> AttachAsync(
        StepContext context,
        string handle,
        CancellationToken cancellation
    ) => new MonitorRun(this, context, MonitorProgress.Of(handle)).RunAsync(cancellation);

    internal static string Text(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    private MonitorOperation With(MonitorTerm term) => this with { Terms = [.. Terms, term] };

    private static MonitorTerm Limited(
        string name,
        Func<StepContext, Task<double>> number,
        string text,
        Func<double, bool> holds
    ) =>
        new(
            name,
            $"{name}: {CodeText.Canonical(text)}",
            async (context, _) =>
            {
                var seen = await number(context).ConfigureAwait(false);
                return new(holds(seen), Text(seen), seen);
            }
        );
}
