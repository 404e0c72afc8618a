namespace RunbookDsl.Scripting;

/// <summary>
/// Turns a <c>.csx</c> file into something that can be run once, from the cache where nothing changed.
/// </summary>
public interface IScriptHost
{
    /// <summary>
    /// Loads a runbook with the default <see cref="ScriptProfile.Runbook"/>; runs nothing of it.
    /// </summary>
    /// <param name="path">Absolute, or relative to <see cref="ScriptHostOptions.WorkingDirectory"/>.</param>
    /// <param name="cancellationToken">Stops a compilation; a cache hit does not look at it.</param>
    /// <exception cref="ScriptCompilationException">The script has errors: all of them are in it.</exception>
    LoadedScript Load(string path, CancellationToken cancellationToken);

    /// <summary>
    /// Loads a script of another kind, such as a world file, which sees more names than a runbook.
    /// </summary>
    /// <param name="path">Absolute, or relative to <see cref="ScriptHostOptions.WorkingDirectory"/>.</param>
    /// <param name="profile">What is imported and shared on top of the options. Part of the cache
    /// key.</param>
    /// <param name="cancellationToken">Stops a compilation; a cache hit does not look at it.</param>
    /// <exception cref="ScriptCompilationException">The script has errors: all of them are in it.</exception>
    LoadedScript Load(string path, ScriptProfile profile, CancellationToken cancellationToken);
}
