namespace RunbookDsl.Scripting.Cache;

using RunbookDsl.Scripting.Compiling;

/// <summary>One cache entry's description: what was compiled from what, and how to start it.</summary>
internal sealed class CacheManifest
{
    /// <summary>
    /// Host, runtime, options and entry path in full: a collision of directory names is noticed here.
    /// </summary>
    public required string Identity { get; init; }

    public required string ImageFile { get; init; }

    public required int ImageLength { get; init; }

    public required ContentHash ImageHash { get; init; }

    public required string ClosureHash { get; init; }

    public required int EntryToken { get; init; }

    public required FileStamp[] Files { get; init; }

    public required RuntimeFile[] Assemblies { get; init; }

    public required RuntimeFile[] Natives { get; init; }

    public required ScriptDiagnostic[] Warnings { get; init; }

    public required StepCode[] Steps { get; init; }

    public bool IsCurrent()
    {
        foreach (var file in Files)
        {
            if (!file.IsCurrent())
            {
                return false;
            }
        }

        return true;
    }
}
