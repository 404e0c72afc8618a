namespace RunbookDsl;

/// <summary>Reads another runbook into the session in progress, for <c>Include</c>.</summary>
public interface IIncludeSource
{
    /// <summary>
    /// Runs the script at <paramref name="path"/> (full path) against the session in progress.
    /// </summary>
    Task IncludeAsync(string path);
}
