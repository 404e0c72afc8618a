using RunbookDsl.Scripting.Compiler;
using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Lint;

/// <summary>The rules over a script on disk, for those who know nothing of the compiler.</summary>
public static class ScriptLint
{
    /// <summary>What is wrong with a script and what it loads, and what its authors accept.</summary>
    /// <param name="request">Which script, under which host.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="RunbookDsl.Scripting.ScriptCompilationException">It cannot be read.</exception>
    public static LintResult Read(CompileRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var compilation = ScriptCompilation.Of(request, cancellation);
        var entry = compilation.SyntaxTrees.First(t => t.FilePath == request.Path);
        return StaticLint.Read(compilation, entry, cancellation);
    }
}
