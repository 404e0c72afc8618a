using System.Diagnostics;
using RunbookDsl.Scripting;
using RunbookDsl.Scripting.Compiler;
using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Lint.Tests;

/// <summary>The rules over all runbooks of this repository.</summary>
public sealed class RunbookTests
{
    private static IEnumerable<string> Files =>
        Directory
            .EnumerateFiles(Repository.Path("runbooks"), "*.csx", SearchOption.AllDirectories)
            .Where(f => !f.EndsWith(".world.csx", StringComparison.Ordinal))
            .Select(f => Path.GetRelativePath(Repository.Path("."), f))
            .Order(StringComparer.Ordinal);

    // A part of a runbook has no plan of its own.
    private static IEnumerable<string> Planned =>
        Files.Where(f => File.ReadAllText(Repository.Path(f)).Contains("Runbook(", StringComparison.Ordinal));

    [TestCaseSource(nameof(Files))]
    public void There_is_no_error_without_a_written_reason(string file)
    {
        var result = Look(file, out _);

        Assert.That(
            result
                .Findings.Where(f => f.Severity == LintSeverity.Error)
                .Select(f => $"{f.Path}({f.Lines.Start.Line + 1}): {f.RuleId}: {f.Message}"),
            Is.Empty
        );
    }

    [TestCaseSource(nameof(Planned))]
    public void There_is_no_error_in_the_plan_without_a_written_reason(string file)
    {
        var accepted = Look(file, out _).Overrides;

        var findings = PlanLint.Check(Plans.OfFile(Path.GetFullPath(Repository.Path(file))));

        Assert.That(
            findings
                .Where(f =>
                    f.Severity == LintSeverity.Error
                    && !accepted.Any(o => o.Accepts(f.RuleId, f.Where.File, f.Where.Line))
                )
                .Select(f => $"{f.Where}: {f.RuleId}: {f.Message}"),
            Is.Empty
        );
    }

    [Test]
    public void A_runbook_that_loads_another_file_is_looked_at_too()
    {
        var result = Look("runbooks/planned-migration/planned-migration.csx", out _);

        Assert.That(result.Findings.Select(f => f.RuleId), Does.Contain("RB0383"));
    }

    [Test]
    public void The_whole_catalogue_over_all_runbooks_takes_its_time()
    {
        var files = Files.ToList();
        files.ForEach(f => Look(f, out _));
        var rules = TimeSpan.Zero;
        foreach (var file in files)
        {
            Look(file, out var took);
            rules += took;
        }

        TestContext.Out.WriteLine(
            $"{LintCatalogue.Rules.Count} rules over {files.Count} scripts: {rules.TotalMilliseconds:0} ms"
        );
        Assert.That(files, Has.Count.GreaterThan(12));
    }

    private static LintResult Look(string file, out TimeSpan took)
    {
        var request = CompileRequest.For(
            Path.GetFullPath(Repository.Path(file)),
            Scripts.Options,
            ScriptProfile.Runbook
        );
        var compilation = ScriptCompilation.Of(request, CancellationToken.None);
        var began = Stopwatch.GetTimestamp();
        var result = StaticLint.Read(
            compilation,
            compilation.SyntaxTrees.First(t => t.FilePath == request.Path),
            CancellationToken.None
        );
        took = Stopwatch.GetElapsedTime(began);
        return result;
    }
}
