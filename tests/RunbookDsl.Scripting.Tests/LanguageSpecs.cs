using RunbookDsl.Scripting.Compiler;
using RunbookDsl.Scripting.Positions;

namespace RunbookDsl.Scripting.Tests;

[CancelAfter(30_000)]
internal sealed class LanguageSpecs
{
    [Test]
    public async Task A_runbook_in_the_real_language_becomes_a_plan()
    {
        using var folder = new ScriptFolder();
        folder.Write(
            "a.csx",
            """
            Runbook("Move the site").Window("2026-12-05 06:00Z", 2.Hours);
            Step("Announce").At(T - 24.Hours).Run(async ctx => await Task.Yield());
            Step("Switch").Run(async ctx => await Task.Yield()).NoUndo("nothing to undo");
            """
        );
        foreach (var fromCache in new[] { false, true })
        {
            using var script = Load(folder);
            var plan = await Read(script);
            Assert.That(plan.Steps.Select(s => s.Id), Is.EqualTo(new[] { "announce", "switch" }));
            Assert.That(plan.Steps.Select(s => s.Spec.Where.Line), Is.EqualTo(new[] { 2, 3 }));
            Assert.That(script.FromCache, Is.EqualTo(fromCache));
        }
    }

    [Test]
    public void An_authoring_mistake_gets_its_column()
    {
        using var folder = new ScriptFolder();
        var path = folder.Write(
            "a.csx",
            "Step(\"one\").Run(async c => {}); Step(\"one\").Run(async c => {});"
        );
        using var script = Load(folder);
        var e = Assert.ThrowsAsync<AuthoringException>(() => Read(script));
        var where = new ColumnFinder().Locate(e!.Errors[0].Where with { Hint = null });
        Assert.That(where.ToString(), Is.EqualTo($"{path}(1,1)"));
    }

    [Test]
    public void A_misspelt_verb_is_guessed()
    {
        using var folder = new ScriptFolder();
        var path = folder.Write("a.csx", "Runbok(\"x\");\nStep(\"one\").Rnu(async c => {});");
        var e = Assert.Throws<ScriptCompilationException>(() => Load(folder));
        Assert.That(
            e!.Diagnostics.Select(d => d.ToString().Replace(path, "~", StringComparison.Ordinal)),
            Is.EqualTo(
                new[]
                {
                    "~(1,1): error CS0103: The name 'Runbok' does not exist in the current context (did you mean 'Runbook'?)",
                    "~(2,13): error CS1061: 'StepDraft' does not contain a definition for 'Rnu' and no accessible extension "
                        + "method 'Rnu' accepting a first argument of type 'StepDraft' could be found (did you mean 'Run'?)",
                }
            )
        );
    }

    private static LoadedScript Load(ScriptFolder folder)
    {
        var options = folder.Options with
        {
            Imports = ScriptHostOptions.DefaultImports,
            SharedAssemblies = [typeof(Verbs).Assembly.Location],
        };
        return new ScriptHost(options, static () => new RoslynScriptCompiler()).Load(
            "a.csx",
            CancellationToken.None
        );
    }

    private static async Task<Plan> Read(LoadedScript script)
    {
        var session = new AuthoringSession(new AuthoringInputs(script.Path));
        using (session.Enter())
        {
            await script.RunAsync();
        }

        return session.Build();
    }

    [TestCase("x: void F() { }")]
    [TestCase("x: y:\n  static void F() { }")]
    [TestCase("@été /* a */ : int F() => 1;")]
    [TestCase("if (true) { x: void F() { } }")]
    public void A_label_in_front_of_a_function_does_not_break_the_compiler(string text)
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", $"var n = 1;\n{text}\nthrow new InvalidOperationException();");
        using var script = folder.Load("a.csx");
        var e = Assert.ThrowsAsync<InvalidOperationException>(script.RunAsync);
        Assert.That(
            e!.StackTrace,
            Does.Contain($" in {folder.PathOf("a.csx")}:line {2 + text.Split('\n').Length}")
        );
    }
}
