using System.Text.RegularExpressions;
using RunbookDsl.Http;

namespace RunbookDsl.Deployment;

/// <summary>Asks production for its revision; see <see cref="Deployed.Revision"/>.</summary>
public sealed partial record RevisionOperation : Operation<string>
{
    internal RevisionOperation(string url) => Url = url;

    /// <summary>Where it is asked.</summary>
    public string Url { get; }

    /// <inheritdoc/>
    public override string Kind => "Deployed.Revision";

    /// <inheritdoc/>
    public override string Description => $"ask {Url} which revision runs";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.ReadOnly;

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => [new("url", Url)];

    /// <inheritdoc/>
    public override async Task<string> RunAsync(StepContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var reply = await new HttpApi(context, new Uri(Url).Host, Url)
            .LookAsync(new("GET", ""), cancellation)
            .ConfigureAwait(false);
        var found = Digits().Match(reply.Text);
        if (!found.Success)
            throw new OperationFailedException(
                $"{Url} names no revision: expected 40 digits of 0-9 and a-f."
            );
        context.Note($"{Url} runs {found.Value}");
        return found.Value;
    }

    [GeneratedRegex(@"(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}
