namespace RunbookDsl.Dns;

/// <summary>
/// The resolver says what the name's own servers say; <see cref="Dns.AssertResolverAgrees"/>.
/// </summary>
/// <param name="Name">Full name.</param>
/// <param name="Type">Type of the record, upper case.</param>
public sealed record AgreementCheck(string Name, string Type) : Check
{
    /// <inheritdoc/>
    public override string Kind => "Dns.AssertResolverAgrees";

    /// <inheritdoc/>
    public override string Description =>
        $"check that the resolver of this machine says of {Name} {Type} what its servers say";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => [new("name", Name), new("type", Type)];

    /// <inheritdoc/>
    public override async Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var own = await new Authorities(context).AskAsync(Name, Type, cancellation).ConfigureAwait(false);
            var resolver = await context
                .Port<INameLookup>()
                .AskAsync(new(Name, Type), cancellation)
                .ConfigureAwait(false);
            var (said, wanted) = (Text(resolver), Text(own[0]));
            var other = own.FirstOrDefault(a => Text(a) != wanted);
            var seen = $"{Name} {Type}: {resolver.Said(Type)}";
            return other is not null
                    ? Verdict.Fail(
                        $"the servers of {Name} do not agree: {own[0].Said(Type)}; {other.Said(Type)}"
                    )
                : said == wanted ? Verdict.Pass($"{seen}, as its {own.Count} servers do")
                : Verdict.Fail(
                    $"{seen}, an old answer for {Durations.Text(resolver.Ttl(Type))} more; "
                        + $"expected {wanted}, as {own[0].Server} says"
                );
        }
        catch (OperationFailedException e)
        {
            return Verdict.Fail($"{Name} {Type}: {e.Message}");
        }
    }

    private string Text(NameAnswer answer) =>
        answer.Rcode != "NOERROR" ? answer.Rcode
        : answer.Values(Type) is { Count: > 0 } values ? string.Join(", ", values)
        : "nothing";
}
