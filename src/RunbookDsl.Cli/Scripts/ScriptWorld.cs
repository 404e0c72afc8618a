using System.Runtime.CompilerServices;
using RunbookDsl.Scripting;
using RunbookDsl.Scripting.Compiler;
using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Cli;

/// <summary>
/// What every runbook sees without asking: the language and the step packages that the tool brings.
/// </summary>
internal static class ScriptWorld
{
    public static ScriptHostOptions Options(ProcessSettings settings) =>
        StepPackages.Options(settings.WorkingDirectory, Path.Combine(settings.Cache, "scripts"));

    public static IScriptHost Host(ProcessSettings settings) => new ScriptHost(Options(settings), Compiler);

    /// <summary>A host that reads scripts as they were when a run began.</summary>
    public static IScriptHost Host(ProcessSettings settings, SourceArchive archive) =>
        new ScriptHost(Options(settings) with { Archive = archive }, Compiler);

    /// <summary>Makes plans of today's scripts.</summary>
    public static PlanLoader Loader(ProcessSettings settings) => Loader(Host(settings), settings);

    /// <summary>Makes plans of the scripts that a host loads.</summary>
    public static PlanLoader Loader(IScriptHost host, ProcessSettings settings, SourceArchive? archive = null)
    {
        PrintedText.Take();
        return new PlanLoader(host, settings.Shown, archive);
    }

    /// <summary>The compiler; its assemblies are loaded when this is called, never on a cache hit.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IScriptCompiler Compiler() => new RoslynScriptCompiler();
}
