namespace RunbookDsl.Cli;

/// <summary>The lines at the bottom of the terminal that are redrawn while steps run.</summary>
internal interface ILiveRegion
{
    /// <summary>Takes the lines away until the result is disposed, so that a person can be asked.</summary>
    IDisposable Suspend();
}
