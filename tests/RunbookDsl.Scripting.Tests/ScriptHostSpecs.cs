using TestLanguage;

namespace RunbookDsl.Scripting.Tests;

[CancelAfter(30_000)]
internal sealed class ScriptHostSpecs
{
    [Test]
    public void A_script_runs_the_second_time_from_the_cache()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "Step(\"one\"); await Task.Yield(); Step(\"two\");");
        Assert.That(folder.Run("a.csx"), Is.EqualTo("one; two; miss"));
        Assert.That(folder.Run("a.csx"), Is.EqualTo("one; two; hit"));
    }

    [Test]
    public void Reading_a_script_does_not_run_it()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "Step(\"one\");");
        var steps = TestVerbs.Begin();
        using var script = folder.Load("a.csx");
        Assert.That(steps, Is.Empty);
    }

    [Test]
    public void The_language_and_caller_information_are_those_of_the_host()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "var wait = 48.Hours;\nStep($\"{wait.TotalMinutes}\");");
        foreach (var _ in new[] { "miss", "hit" })
        {
            using var script = folder.Load("a.csx");
            var steps = TestVerbs.Begin();
            script.RunAsync().GetAwaiter().GetResult();
            Assert.That(steps, Is.EqualTo(new[] { "2880 a.csx:2 $\"{wait.TotalMinutes}\"" }));
        }
    }

    [Test]
    public async Task What_the_script_returns_comes_out()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "return 42;");
        using var script = folder.Load("a.csx");
        Assert.That(await script.RunAsync(), Is.EqualTo(42));
    }

    [Test]
    public async Task A_loaded_script_runs_once()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "return 1;");
        using var script = folder.Load("a.csx");
        await script.RunAsync();
        var e = Assert.ThrowsAsync<InvalidOperationException>(script.RunAsync);
        Assert.That(
            e!.Message,
            Is.EqualTo($"{folder.PathOf("a.csx")} ran already; load it again to run it again.")
        );
    }

    [Test]
    public void Loads_are_relative_to_the_file_that_holds_them_and_happen_once()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "#load \"lib/b.csx\"\n#load \"lib/c.csx\"\nStep(B + C);");
        folder.Write("lib/b.csx", "#load \"c.csx\"\nvar B = \"b\" + C;");
        folder.Write("lib/c.csx", "#load \"b.csx\"\n#load \"../a.csx\"\nStep(\"c\"); var C = \"c\";");
        Assert.That(folder.Run("a.csx"), Is.EqualTo("c; bcc; miss"));
        using var script = folder.Load("a.csx");
        Assert.That(
            script.Sources,
            Is.EqualTo(new[] { "a.csx", "lib/b.csx", "lib/c.csx" }.Select(folder.PathOf)).AsCollection
        );
    }

    [Test]
    public void Directives_in_strings_comments_and_inactive_regions_are_not_directives()
    {
        using var folder = new ScriptFolder();
        folder.Write(
            "a.csx",
            """"
            #load "b.csx"
            #if false
            #load "absent.csx"
            #r "absent.dll"
            #r "nuget: Absent.Package, 1.0.0"
            #endif
            // #load "absent.csx"
            var text = """
            #load "absent.csx"
            #r "absent.dll"
            """;
            Step(text.Length.ToString() + "#load \"x\"".Length);
            """"
        );
        folder.Write("b.csx", "#if RUNBOOK\n#load \"c.csx\"\n#else\n#load \"absent.csx\"\n#endif");
        folder.Write("c.csx", "Step(\"c\");");
        Assert.That(folder.Run("a.csx"), Is.EqualTo("c; 349; miss"));
        Assert.That(folder.Run("a.csx"), Is.EqualTo("c; 349; hit"));
    }

    [Test]
    public void A_reference_is_relative_to_its_file_and_brings_what_lies_beside_it()
    {
        using var folder = new ScriptFolder();
        folder.WriteLibrary("sub/bin/lib.dll", "hello");
        folder.Write("a.csx", "#load \"sub/b.csx\"\n#r \"System.Xml\"\nStep(Word);");
        folder.Write("sub/b.csx", "#r \"bin/lib.dll\"\nvar Word = Lib.Say();");
        Assert.That(folder.Run("a.csx"), Is.EqualTo("hello; miss"));
        Assert.That(folder.Run("a.csx"), Is.EqualTo("hello; hit"));
    }

    [Test]
    public void Two_scripts_may_use_two_versions_of_one_library()
    {
        using var folder = new ScriptFolder();
        folder.WriteLibrary("one/lib.dll", "one");
        folder.WriteLibrary("two/lib.dll", "two");
        folder.Write("one/a.csx", "#r \"lib.dll\"\nStep(Lib.Say());");
        folder.Write("two/a.csx", "#r \"lib.dll\"\nStep(Lib.Say());");
        Assert.That(folder.Run("one/a.csx"), Is.EqualTo("one; miss"));
        Assert.That(folder.Run("two/a.csx"), Is.EqualTo("two; miss"));
    }

    [Test]
    public void A_script_may_load_another_while_it_runs()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "Step(\"before\"); Step(TestVerbs.Include(\"b.csx\")); Step(\"after\");");
        folder.Write("b.csx", "Step(\"inside\");");
        var host = folder.Host();
        TestVerbs.OnInclude = path =>
        {
            host.Load(path, CancellationToken.None).RunAsync().GetAwaiter().GetResult();
            return path;
        };
        using var script = host.Load("a.csx", CancellationToken.None);
        Assert.That(ScriptFolder.Run(script), Is.EqualTo("before; inside; b.csx; after"));
    }

    [Test]
    public void A_profile_sees_more_and_has_its_own_entry()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "Step(new StringBuilder(\"built\").ToString());");
        var world = new ScriptProfile("world") { Imports = ["System.Text"] };
        var host = folder.Host();
        using var first = host.Load("a.csx", world, CancellationToken.None);
        using var second = host.Load("a.csx", world, CancellationToken.None);
        Assert.That((ScriptFolder.Run(first), second.FromCache), Is.EqualTo(("built", true)));
        Assert.Throws<ScriptCompilationException>(() => host.Load("a.csx", CancellationToken.None));
    }

    [Test]
    public void Warnings_are_repeated_by_a_hit()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "async Task F() { }\nF();");
        const string Expected =
            "~/a.csx(2,1): warning CS4014: Because this call is not awaited, execution of the current method continues "
            + "before the call is completed. Consider applying the 'await' operator to the result of the call.";
        foreach (var fromCache in new[] { false, true })
        {
            using var script = folder.Load("a.csx");
            var text = string.Join('\n', script.Warnings).Replace(folder.Root, "~", StringComparison.Ordinal);
            Assert.That((script.FromCache, text), Is.EqualTo((fromCache, Expected)));
        }
    }

    [Test]
    public void A_script_that_nobody_needs_is_unloaded()
    {
        using var folder = new ScriptFolder();
        folder.Write("unloaded.csx", "return new object().GetHashCode();");
        var context = RunAndDispose(folder);
        for (var i = 0; i < 20 && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.That(context.IsAlive, Is.False);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference RunAndDispose(ScriptFolder folder)
    {
        using var script = folder.Load("unloaded.csx");
        script.RunAsync().GetAwaiter().GetResult();
        var assembly = AppDomain
            .CurrentDomain.GetAssemblies()
            .Last(a => a.GetName().Name == "script-unloaded");
        return new WeakReference(System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(assembly));
    }
}
