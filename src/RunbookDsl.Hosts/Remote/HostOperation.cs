namespace RunbookDsl.Hosts;

/// <summary>Work on one host over SSH.</summary>
/// <typeparam name="TResult">What it gives, journaled as JSON.</typeparam>
/// <param name="Host">Where.</param>
public abstract record HostOperation<TResult>(SshHost Host) : Operation<TResult>
{
    /// <inheritdoc/>
    public override string Target => Host.Name;

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => [new("host", Host.ToString())];
}
