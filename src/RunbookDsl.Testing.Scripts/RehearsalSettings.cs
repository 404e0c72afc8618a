using RunbookDsl.Scripting;
using RunbookDsl.Scripting.Compiler;

namespace RunbookDsl.Testing.Scripts;

/// <summary>What rehearsals of script files take from the machine.</summary>
/// <param name="Environment">The environment: PATH, HOME, XDG_CACHE_HOME.</param>
/// <param name="WorkingDirectory">Full path; relative scripts and shown paths start here.</param>
/// <param name="CacheDirectory">Full path of the compile cache.</param>
public sealed record RehearsalSettings(
    IReadOnlyDictionary<string, string> Environment,
    string WorkingDirectory,
    string CacheDirectory
)
{
    /// <summary>
    /// Called before a script is read: whoever owns the console keeps what scripts print away from it.
    /// Default: nothing.
    /// </summary>
    public Action BeforeReading { get; init; } = () => { };

    internal IScriptHost Host() =>
        new ScriptHost(
            StepPackages.Options(WorkingDirectory, CacheDirectory) with
            {
                KeepsCode = true,
            },
            () => new RoslynScriptCompiler()
        );

    internal string Shown(string path) =>
        path.StartsWith(WorkingDirectory.TrimEnd('/') + "/", StringComparison.Ordinal)
            ? path[(WorkingDirectory.TrimEnd('/').Length + 1)..]
            : path;
}
