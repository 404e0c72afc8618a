namespace RunbookDsl.Scripting.Compiling;

/// <summary>What a compiler back end hands over: the assembly and everything that decided it.</summary>
public sealed class CompiledScript
{
    /// <summary>The assembly, with its portable PDB embedded.</summary>
    public required byte[] Image { get; init; }

    /// <summary>
    /// Metadata token of the static entry method, <c>Task&lt;object&gt; (object[])</c>: finding it by name
    /// would cost a start more than running it.
    /// </summary>
    public required int EntryToken { get; init; }

    /// <summary>Every file read or missed; sources first, the entry script before all.</summary>
    public required IReadOnlyList<ClosureFile> Files { get; init; }

    /// <summary>Managed libraries that belong to the script alone.</summary>
    public required IReadOnlyList<RuntimeFile> Assemblies { get; init; }

    /// <summary>Native libraries of the script's packages, for this machine.</summary>
    public required IReadOnlyList<RuntimeFile> Natives { get; init; }

    /// <summary>Warnings; kept in the cache so that a hit repeats them.</summary>
    public required IReadOnlyList<ScriptDiagnostic> Warnings { get; init; }

    /// <summary>The code behind each step, by line; kept in the cache, never computed on a hit.</summary>
    public StepCode[] Steps { get; init; } = [];
}
