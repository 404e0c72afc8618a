namespace RunbookDsl.Scripting.Tests.Codes;

/// <summary>Which steps an edit somewhere in the script changes.</summary>
[CancelAfter(60_000)]
internal sealed class CodeHashSpecs
{
    private const string All =
        "alone backup count drain left mode quote rare reload restore right split tries";

    private static IEnumerable<TestCaseData> Edits()
    {
        yield return Case("its own lambda", "new Backup(\"b\", 1)", "new Backup(\"b\", 2)", "backup");
        yield return Case("what is said of it later", "ctx.Note(\"back\")", "ctx.Note(\"gone\")", "backup");
        yield return Case("a helper", "\"'\" + Escape", "\"`\" + Escape", "quote");
        yield return Case("a helper of a helper", "\"''\"", "\"\\\\'\"", "quote");
        yield return Case("a constant that is loaded", "Port = 8080", "Port = 8081", "quote");
        yield return Case("a local", "second line", "third line", "quote");
        yield return Case("a change of a list", "hosts.Add(\"web-2\")", "hosts.Add(\"web-3\")", "reload");
        yield return Case("the items of a loop", "{ \"web-1\" }", "{ \"web-0\" }", "reload");
        yield return Case("a local inside a loop", "\"restart \"", "\"reboot \"", "reload");
        yield return Case(
            "the key of a loop",
            "ForEach(hosts, h => h,",
            "ForEach(hosts, h => h + \"x\",",
            "reload"
        );
        yield return Case("an argument of a block", "atMost: 2", "atMost: 1", "left right");
        yield return Case("an assignment", "attempts = 3", "attempts = 4", "rare tries");
        yield return Case(
            "the branch of an assignment",
            "region == \"us\"",
            "region == \"nz\"",
            "rare tries"
        );
        yield return Case("a branch", "attempts > 100", "attempts > 99", "rare");
        yield return Case("a class", "=> ++Value", "=> Value++", "count");
        yield return Case("an enum", "Mode { Fast, Safe }", "Mode { Safe, Fast }", "mode");
        yield return Case("an alias", "List<string>;", "Stack<string>;", "split");
        yield return Case("a record that is read", "long Bytes)", "int Bytes)", "backup restore");
        yield return Case(
            "a call of a method that makes steps",
            "Drain(zone, 30)",
            "Drain(zone, 31)",
            "drain"
        );
        yield return Case("a loop around such a call", "\"a\", \"b\" }", "\"a\", \"c\" }", "drain");
        yield return Case(
            "what is read by others",
            "var backup = Step(\"backup\")",
            "var backup = Step(\"b2\")",
            "b2 restore"
        );
        yield return Case("a helper that nobody uses", "needs this", "needs that", "");
        yield return Case("the header", "Purpose(\"tests\")", "Purpose(\"more tests\")", "");
        yield return Case(
            "a new step",
            "GoNoGo(\"go on?\");",
            "GoNoGo(\"go on?\"); Step(\"new\").Manual(\"x\");",
            "new"
        );
        yield return Case(
            "a step's former name",
            "Step(\"alone\")",
            "Step(\"alone\").FormerlyKnownAs(\"lone\")",
            ""
        );
        yield return Case("its id", "Step(\"alone\")", "Step(\"alone\").Id(\"other\")", "");
    }

    private static TestCaseData Case(string what, string from, string to, string changed) =>
        new TestCaseData(from, to, changed).SetArgDisplayNames(what);

    [TestCaseSource(nameof(Edits))]
    public void An_edit_changes_the_steps_that_depend_on_it_and_no_other(
        string from,
        string to,
        string changed
    )
    {
        using var bench = new CodeBench();
        Assert.That(bench.Changed(CodeSample.Main, from, to, CodeSample.Helpers), Is.EqualTo(changed));
    }

    [Test]
    public void Every_step_of_the_sample_is_in_the_table_with_its_place_and_its_result()
    {
        using var bench = new CodeBench();
        var steps = bench.Steps(CodeSample.Main, ("helpers.csx", CodeSample.Helpers));
        Assert.That(
            string.Join(
                ' ',
                steps
                    .Where(s => s.Name is not null and not "go on?")
                    .Select(s => s.Name!)
                    .Order(StringComparer.Ordinal)
            ),
            Is.EqualTo(All)
        );
        var backup = steps.Single(s => s.Name == "backup");
        Assert.That((backup.Line, backup.Column, backup.EndLine), Is.EqualTo((17, 14, 17)));
        Assert.That(backup.ResultType, Does.Match("^Backup#[0-9a-f]{8}$"));
        Assert.That(steps.Single(s => s.Name == "count").ResultType, Does.StartWith("int#"));
        Assert.That(steps.Single(s => s.Name == "alone").ResultType, Is.Null);
    }

    [Test]
    public void A_library_counts_by_its_name_and_version_and_only_for_those_who_use_it()
    {
        using var bench = new CodeBench();
        bench.Folder.WriteLibrary("lib.dll", "one");
        const string script = """
            #r "lib.dll"
            Step("uses").Run(async ctx => { await Task.Yield(); ctx.Note(Lib.Say()); });
            Step("alone").Run(async ctx => { await Task.Yield(); });
            """;
        var first = bench.Hashes(script);
        bench.Folder.WriteLibrary("lib.dll", "two");
        Assert.That(bench.Hashes(script), Is.EqualTo(first), "the same version");
        bench.Folder.WriteLibrary("lib.dll", "two", version: "2.0.0.0");
        var later = bench.Hashes(script);
        Assert.That(later["uses"], Is.Not.EqualTo(first["uses"]));
        Assert.That(later["alone"], Is.EqualTo(first["alone"]));
    }

    [Test]
    public void A_step_under_another_name_has_the_same_code()
    {
        using var bench = new CodeBench();
        const string script =
            "record Info(int N);\nvar a = Step(\"one\").Run(async ctx => { await Task.Yield(); return new Info(1); }).ReadOnly();";
        var one = bench.Hashes(script)["one"];
        Assert.That(
            bench.Hashes(script.Replace("\"one\"", "\"two\"", StringComparison.Ordinal))["two"],
            Is.EqualTo(one)
        );
    }

    [Test]
    public void A_hash_stays_what_it_is_for_ever()
    {
        using var bench = new CodeBench();
        var hashes = bench.Hashes(
            """
            int Twice(int n) => 2 * n;
            Step("a").Run(async ctx => { await Task.Yield(); return Twice(3); }).NoUndo("none");
            """
        );
        Assert.That(hashes["a"], Is.EqualTo("3a47b9fcc9b9567a638e6dfb"));
    }

    [Test]
    public void A_cached_script_has_the_same_table()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "Step(\"one\"); Step(\"two\");\nStep(\"three\" + 1);");
        var cold = folder.Load("a.csx");
        var warm = folder.Load("a.csx");
        Assert.That((cold.FromCache, warm.FromCache), Is.EqualTo((false, true)));
        foreach (var (line, name) in ((int, string)[])[(1, "one"), (1, "two"), (2, "three1")])
        {
            var (first, second) = (
                cold.Code.Find(cold.Path, line, name)!,
                warm.Code.Find(warm.Path, line, name)!
            );
            Assert.That(second.Hash, Is.EqualTo(first.Hash));
            Assert.That(second.Column, Is.EqualTo(first.Column).And.EqualTo(name == "two" ? 14 : 1));
        }
        Assert.That(warm.Code.Find(warm.Path, 3, "one"), Is.Null);
    }
}
