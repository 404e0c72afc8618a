using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RunbookDsl.Scripting;
using RunbookDsl.Scripting.Compiler;
using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Lint.Tests;

/// <summary>Scripts as the script host compiles them.</summary>
internal static class Scripts
{
    /// <summary>What every runbook sees; no cache.</summary>
    public static ScriptHostOptions Options { get; } =
        StepPackages.Options(AppContext.BaseDirectory, "") with
        {
            CacheDirectory = null,
        };

    private static readonly Lazy<CSharpCompilation> Base = new(() =>
        ScriptCompilation.Of(
            CompileRequest.For(
                Repository.Path("runbooks/maintenance-page-dns/maintenance-page-dns.csx"),
                Options,
                ScriptProfile.Runbook
            ),
            CancellationToken.None
        )
    );

    /// <summary>The compilation of a text that is nowhere saved.</summary>
    public static CSharpCompilation Compile(string text, string path = "/scripts/example.csx")
    {
        var known = Base.Value;
        var options = (CSharpParseOptions)known.SyntaxTrees.First().Options;
        return known.RemoveAllSyntaxTrees().AddSyntaxTrees(CSharpSyntaxTree.ParseText(text, options, path));
    }

    /// <summary>What the rules say about a text.</summary>
    public static LintResult Lint(string text)
    {
        var compilation = Compile(text);
        return StaticLint.Read(compilation, compilation.SyntaxTrees.First(), CancellationToken.None);
    }

    /// <summary>What the compiler says about a text.</summary>
    public static string[] Errors(string text) =>
        [
            .. Compile(text)
                .GetDiagnostics()
                .Where(d => d.Severity == DiagnosticSeverity.Error)
                .Select(d => d.ToString()),
        ];

    /// <summary>The findings of one rule.</summary>
    public static LintFinding[] Of(LintResult result, string rule) =>
        [.. result.Findings.Where(f => f.RuleId == rule)];
}
