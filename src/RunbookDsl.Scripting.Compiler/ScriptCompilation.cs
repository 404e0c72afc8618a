using Microsoft.CodeAnalysis.CSharp;
using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>A script with its references as the compiler sees it, for those who only look at it.</summary>
public static class ScriptCompilation
{
    /// <summary>
    /// The script, what it loads and what it refers to. Nothing is emitted or executed; mistakes in its text
    /// are left to its diagnostics.
    /// </summary>
    /// <param name="request">Which script, under which host.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>What is loaded comes before what loads it: the entry script is found by its path.</returns>
    /// <exception cref="ScriptCompilationException">There is no readable entry script.</exception>
    public static CSharpCompilation Of(CompileRequest request, CancellationToken cancellationToken)
    {
        var closure = ScriptClosure.Read(request, cancellationToken);
        var packages = PackageAssets.Resolve(request, closure);
        var references = ReferenceSet.Build(request, closure, packages);
        return closure.Compilation.AddReferences(references.Metadata);
    }
}
