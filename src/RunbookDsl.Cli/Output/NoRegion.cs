namespace RunbookDsl.Cli;

/// <summary>Where nothing is redrawn.</summary>
internal sealed class NoRegion : ILiveRegion, IDisposable
{
    /// <inheritdoc/>
    public IDisposable Suspend() => this;

    /// <inheritdoc/>
    public void Dispose() { }
}
