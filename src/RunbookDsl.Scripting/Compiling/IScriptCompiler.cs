namespace RunbookDsl.Scripting.Compiling;

/// <summary>A compiler back end. Never touched when the cache answers.</summary>
public interface IScriptCompiler
{
    /// <summary>Parses the whole closure once, resolves it and emits one assembly. Uses no network.</summary>
    /// <exception cref="ScriptCompilationException">All errors at once.</exception>
    CompiledScript Compile(CompileRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the closure and returns its <c>#r "nuget: …"</c> directives without needing them restored.
    /// </summary>
    /// <exception cref="ScriptCompilationException">A file is missing or a directive malformed.</exception>
    IReadOnlyList<Packages.PackageDirective> FindPackages(
        CompileRequest request,
        CancellationToken cancellationToken
    );
}
