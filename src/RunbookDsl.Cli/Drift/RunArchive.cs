using RunbookDsl.Engine;
using RunbookDsl.Journal;
using RunbookDsl.Scripting;
using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Cli;

/// <summary>The sources that a run keeps of one of its plans, read again as they were.</summary>
internal sealed class RunArchive
{
    private const int HashDigits = 16;

    private RunArchive(IReadOnlyDictionary<string, byte[]> files)
    {
        Files = files;
        Sources = new SourceArchive(files);
    }

    /// <summary>Contents by the full paths they had.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; }

    public SourceArchive Sources { get; }

    /// <exception cref="JournalException">A file is missing or is not what was archived.</exception>
    public static RunArchive Read(RunHistory history, IReadOnlyList<KeyValuePair<string, string>> manifest)
    {
        var files = new Dictionary<string, byte[]>();
        foreach (var (path, name) in manifest)
            files[path] = Read(history, name);
        return files.Count > 0
            ? new RunArchive(files)
            : throw new JournalException(
                $"Run {history.RunId} has no archived script: it ended before its plan was written, so nothing "
                    + $"was executed. Begin a new run."
            );
    }

    /// <summary>The plan that the archived script makes, with the parameters of the run.</summary>
    public LoadedPlan Plan(RunState state, ProcessSettings settings, out PlanLoader scripts)
    {
        scripts = ScriptWorld.Loader(ScriptWorld.Host(settings, Sources), settings, Sources);
        return scripts.Load(InputsOf(state));
    }

    public static AuthoringInputs InputsOf(RunState state, string? script = null) =>
        new(script ?? state.ScriptPath) { Parameters = state.Parameters, WindowStart = state.WindowStart };

    private static byte[] Read(RunHistory history, string name)
    {
        var path = Path.Combine(history.Location, "script", name);
        try
        {
            var content = File.ReadAllBytes(path);
            Span<byte> digest = stackalloc byte[RunbookDsl.ContentHash.Size];
            RunbookDsl.ContentHash.Sha256(content, digest);
            return name.StartsWith(RunbookDsl.ContentHash.Hex(digest)[..HashDigits], StringComparison.Ordinal)
                ? content
                : throw new JournalException(
                    $"The archived script {path} is not what was archived: its hash is not the one in its name. "
                        + $"Get it back from a copy of the journal."
                );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"The archived script {path} cannot be read: {e.Message}", e);
        }
    }
}
