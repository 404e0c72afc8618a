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
    private static readonly string[] Packages =
    [
        "RunbookDsl.Hosts",
        "RunbookDsl.Http",
        "RunbookDsl.Postgres",
    ];

    public static ScriptHostOptions Options(ProcessSettings settings) =>
        new()
        {
            WorkingDirectory = settings.WorkingDirectory,
            CacheDirectory = Path.Combine(settings.Cache, "scripts"),
            Imports = [.. ScriptHostOptions.DefaultImports, .. Packages],
            SharedAssemblies = Assemblies(),
        };

    public static IScriptHost Host(ProcessSettings settings) => new ScriptHost(Options(settings), Compiler);

    /// <summary>A host that reads scripts as they were when a run began.</summary>
    public static IScriptHost Host(ProcessSettings settings, SourceArchive archive) =>
        new ScriptHost(Options(settings) with { Archive = archive }, Compiler);

    /// <summary>The compiler; its assemblies are loaded when this is called, never on a cache hit.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IScriptCompiler Compiler() => new RoslynScriptCompiler();

    private static string[] Assemblies()
    {
        var paths = new string[Packages.Length + 1];
        paths[0] = Path.Combine(AppContext.BaseDirectory, "RunbookDsl.dll");
        for (var i = 0; i < Packages.Length; i++)
            paths[i + 1] = Path.Combine(AppContext.BaseDirectory, Packages[i] + ".dll");
        return paths;
    }
}
