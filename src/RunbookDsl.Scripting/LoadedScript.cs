using RunbookDsl.Scripting.Cache;
using RunbookDsl.Scripting.Loading;

namespace RunbookDsl.Scripting;

/// <summary>
/// A compiled script in its own load context, ready to be run once. Nothing of it has run yet.
/// </summary>
public sealed class LoadedScript : IDisposable
{
    private readonly LoadedImage _image;
    private readonly CacheManifest _manifest;
    private IReadOnlyList<string>? _brought;
    private int _started;

    internal LoadedScript(CacheManifest manifest, LoadedImage image, string[] sources)
    {
        _manifest = manifest;
        _image = image;
        Sources = sources;
        Code = new CodeTable(manifest.Steps);
    }

    /// <summary>Absolute path of the entry script.</summary>
    public string Path => Sources[0];

    /// <summary>Absolute paths of the entry script (first) and of everything it loads.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>
    /// Absolute paths of what the script needs besides its sources to be compiled and run again later: the
    /// lock file, the libraries it names by file, what those need and lies beside them. Restored packages are
    /// not among them.
    /// </summary>
    public IReadOnlyList<string> Brought => _brought ??= LibraryFiles.Of(_manifest);

    /// <summary>Whether its code stays for the next one that is loaded.</summary>
    internal bool IsKept { get; init; }

    /// <summary>True when the compiler was not needed.</summary>
    public bool FromCache { get; internal init; }

    /// <summary>
    /// SHA-256 (64 hex digits) of what the author wrote and brought: sources, lock file, own assemblies. The
    /// same in another directory and under another version of the tool.
    /// </summary>
    public string ClosureHash => _manifest.ClosureHash;

    /// <summary>The compiler's warnings; a cache hit repeats them.</summary>
    public IReadOnlyList<ScriptDiagnostic> Warnings => _manifest.Warnings;

    /// <summary>The code behind each step, for <see cref="AuthoringSession.Code"/>.</summary>
    public CodeTable Code { get; }

    /// <summary>
    /// What the user should know about the host itself, such as a cache that cannot be used. Mostly empty.
    /// </summary>
    public IReadOnlyList<string> Notices { get; internal init; } = [];

    /// <summary>
    /// Runs the top-level statements, in the ambient session of the caller. The task ends with them; its
    /// result is what the script returned, or null. Exceptions of the script come out as they were thrown.
    /// </summary>
    /// <exception cref="InvalidOperationException">The script ran already: load it again to run it
    /// again.</exception>
    public Task<object?> RunAsync()
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException($"{Path} ran already; load it again to run it again.");
        }

        return _image.RunAsync();
    }

    /// <summary>Lets the load context go once nothing of the script is referenced any more.</summary>
    public void Dispose()
    {
        if (!IsKept)
            _image.Unload();
    }
}
