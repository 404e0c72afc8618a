using Microsoft.CodeAnalysis.Emit;
using RunbookDsl.Scripting.Compiler.Codes;
using RunbookDsl.Scripting.Compiling;
using RunbookDsl.Scripting.Packages;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>
/// The in-process back end. One pass: the entry is parsed once, Roslyn asks for what it loads, the references
/// named in the trees are added, one assembly with an embedded PDB comes out. Its result keeps the contract
/// of csi and dotnet-script.
/// </summary>
public sealed class RoslynScriptCompiler : IScriptCompiler
{
    /// <inheritdoc/>
    public CompiledScript Compile(CompileRequest request, CancellationToken cancellationToken)
    {
        var closure = ScriptClosure.Read(request, cancellationToken);
        var packages = PackageAssets.Resolve(request, closure);
        var references = ReferenceSet.Build(request, closure, packages);
        closure.Findings.ThrowIfAny(closure.Sources);
        if (!closure.SaysAnything(cancellationToken))
        {
            throw EntryFile.Silent(request.Path);
        }

        var compilation = closure.Compilation.AddReferences(references.Metadata);
        using var image = new MemoryStream();
        var result = compilation.Emit(
            image,
            options: new EmitOptions(debugInformationFormat: DebugInformationFormat.Embedded),
            cancellationToken: cancellationToken
        );
        var diagnostics = DiagnosticList.Of(result.Diagnostics, compilation, cancellationToken);
        if (!result.Success)
        {
            throw new ScriptCompilationException(diagnostics);
        }

        return new CompiledScript
        {
            Image = image.ToArray(),
            EntryToken = EntryPoint.TokenOf(image, compilation.GetEntryPoint(cancellationToken)!),
            Files = [.. closure.Sources.Files, .. references.Files],
            Assemblies = references.Assemblies,
            Natives = packages.Natives,
            Warnings = diagnostics,
            Steps = StepCodes.Of(compilation, references.Foreign),
        };
    }

    /// <inheritdoc/>
    public IReadOnlyList<PackageDirective> FindPackages(
        CompileRequest request,
        CancellationToken cancellationToken
    )
    {
        var closure = ScriptClosure.Read(request, cancellationToken);
        closure.Findings.ThrowIfAny(closure.Sources);
        return closure.Packages;
    }
}
