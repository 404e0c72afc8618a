using System.Globalization;

namespace RunbookDsl.Dns;

/// <summary>What a name leads to; <see cref="Dns.AssertResolves"/>.</summary>
/// <param name="Name">Full name.</param>
/// <param name="Type">Type of the record, upper case.</param>
/// <param name="Value">The only value it may have.</param>
/// <param name="Via">Who is asked.</param>
public sealed record ResolvesCheck(string Name, string Type, string Value, NameServers Via) : Check
{
    /// <inheritdoc/>
    public override string Kind => "Dns.AssertResolves";

    /// <inheritdoc/>
    public override string Description => $"check that {Name} {Type} is {Value}, as {Via} say{S}";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [new("name", Name), new("type", Type), new("value", Value), new("via", $"{Via}")];

    private string S => Via.Servers.Length > 1 ? "" : "s";

    /// <inheritdoc/>
    public override async Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var answers = await AskAsync(context, cancellation).ConfigureAwait(false);
            var right = answers.Count(a => a.IsOnly(Type, Value));
            var seen = $"{Name} {Type}: {string.Join("; ", answers.Select(a => a.Said(Type)))}";
            return right >= (Via.Enough ?? answers.Count)
                ? Verdict.Pass(seen)
                : Verdict.Fail(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{seen}; expected {Value} from {Via}, {right} of {answers.Count} say so"
                    )
                );
        }
        catch (OperationFailedException e)
        {
            return Verdict.Fail($"{Name} {Type}: {e.Message}; expected {Value}");
        }
    }

    private async Task<IReadOnlyList<NameAnswer>> AskAsync(
        StepContext context,
        CancellationToken cancellation
    )
    {
        if (Via == NameServers.Authoritative)
            return await new Authorities(context).AskAsync(Name, Type, cancellation).ConfigureAwait(false);
        var lookup = context.Port<INameLookup>();
        var answers = new List<NameAnswer>();
        foreach (var server in Via.Servers.IsEmpty ? [null] : Via.Servers.Cast<string?>())
            try
            {
                answers.Add(
                    await lookup
                        .AskAsync(new(Name, Type) { Server = server }, cancellation)
                        .ConfigureAwait(false)
                );
            }
            catch (OperationFailedException) when (Via.Enough is not null)
            {
                answers.Add(new("no answer", server ?? "resolver"));
            }
        return answers;
    }
}
