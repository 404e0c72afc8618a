namespace RunbookDsl.Dns;

/// <summary>The TTL is lowered, for long enough; <see cref="Dns.AssertTtlLowered"/>.</summary>
/// <param name="Lowered">The step that lowered it.</param>
/// <param name="Name">Full name.</param>
/// <param name="Type">Type of the record, upper case.</param>
/// <param name="AtMost">The longest TTL that is wanted.</param>
public sealed record TtlCheck(Output<RecordsChanged> Lowered, string Name, string Type, TimeSpan AtMost)
    : Check
{
    /// <inheritdoc/>
    public override string Kind => "Dns.AssertTtlLowered";

    /// <inheritdoc/>
    public override string Description =>
        $"check that the TTL of {Name} {Type} is at most {Durations.Text(AtMost)} and older answers have "
        + "run out";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [new("name", Name), new("type", Type), new("at most", Durations.Text(AtMost))];

    /// <inheritdoc/>
    public override IReadOnlyList<Output> Reads => [Lowered];

    /// <inheritdoc/>
    public override async Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var left = context.Read(Lowered).OldAnswersUntil - context.Clock.GetUtcNow();
            if (left > TimeSpan.Zero)
                return Verdict.Fail(
                    $"answers about {Name} with the TTL before live for {Durations.Text(left)} more, until "
                        + $"{context.Read(Lowered).OldAnswersUntil:yyyy-MM-dd HH:mm:ss} UTC"
                );
            var answers = await new Authorities(context)
                .AskAsync(Name, Type, cancellation)
                .ConfigureAwait(false);
            var seen = $"{Name} {Type}: {string.Join("; ", answers.Select(a => a.Said(Type)))}";
            return answers.All(a => a.Values(Type).Count > 0 && a.Ttl(Type) <= AtMost)
                ? Verdict.Pass(seen)
                : Verdict.Fail($"{seen}; expected a TTL of at most {Durations.Text(AtMost)}");
        }
        catch (OperationFailedException e)
        {
            return Verdict.Fail($"{Name} {Type}: {e.Message}");
        }
    }
}
