namespace RunbookDsl.Hosts;

/// <summary>A look at one host over SSH.</summary>
/// <param name="Host">Where.</param>
public abstract record HostCheck(SshHost Host) : Check
{
    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts => [new("host", Host.ToString())];
}
