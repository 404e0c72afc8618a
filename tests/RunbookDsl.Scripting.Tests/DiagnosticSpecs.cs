using System.Text;

namespace RunbookDsl.Scripting.Tests;

[CancelAfter(30_000)]
internal sealed class DiagnosticSpecs
{
    private const string NothingButComments =
        ": error RB0006: there is nothing but comments in the script; `runbook new NAME` writes one to start "
        + "from";

    [Test]
    public void All_errors_are_reported_with_suggestions()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "#load \"b.csx\"\nSetp(\"x\");\nvar n = \"a\".Lenght;\nint y = \"no\";");
        folder.Write("b.csx", "\nMath.Flor(1.5);\nUnknownThingy();");
        Assert.That(
            folder.Refusal("a.csx").Split(Environment.NewLine),
            Is.EqualTo(
                new[]
                {
                    "~/b.csx(2,6): error CS0117: 'Math' does not contain a definition for 'Flor' (did you mean 'Floor'?)",
                    "~/b.csx(3,1): error CS0103: The name 'UnknownThingy' does not exist in the current context",
                    "~/a.csx(2,1): error CS0103: The name 'Setp' does not exist in the current context (did you mean 'Step'?)",
                    "~/a.csx(3,13): error CS1061: 'string' does not contain a definition for 'Lenght' and no accessible "
                        + "extension method 'Lenght' accepting a first argument of type 'string' could be found "
                        + "(did you mean 'Length'?)",
                    "~/a.csx(4,9): error CS0029: Cannot implicitly convert type 'string' to 'int'",
                }
            )
        );
    }

    [Test]
    public void A_diagnostic_has_its_whole_range()
    {
        using var folder = new ScriptFolder();
        var path = folder.Write("a.csx", "\n  Setp(1);");
        var e = Assert.Throws<ScriptCompilationException>(() => folder.Load("a.csx"));
        var expected = new ScriptDiagnostic(path, 2, 3, 2, 7, ScriptSeverity.Error, "CS0103", "");
        Assert.That(e!.Diagnostics.Select(d => d with { Message = "" }), Is.EqualTo(new[] { expected }));
    }

    [TestCase(
        "absent.csx",
        "~/absent.csx: error RB0001: there is no such script (look at the path, or make one with `runbook new NAME`)"
    )]
    [TestCase("folder", "~/folder: error RB0002: this is a directory; name the .csx file in it")]
    [TestCase("latin.csx", "~/latin.csx: error RB0003: the file is not UTF-8 text; save it as UTF-8")]
    [TestCase("binary.csx", "~/binary.csx: error RB0003: the file is not UTF-8 text; save it as UTF-8")]
    [TestCase(
        "empty.csx",
        "~/empty.csx: error RB0006: the script is empty; `runbook new NAME` writes one to start from"
    )]
    [TestCase("comments.csx", $"~/comments.csx{NothingButComments}")]
    [TestCase("loads-comments.csx", $"~/loads-comments.csx{NothingButComments}")]
    [TestCase("big.csx", "~/big.csx: error RB0004: the script with all it loads is over 10 MiB")]
    [TestCase("loads-latin.csx", "~/latin.csx: error RB0003: the file is not UTF-8 text; save it as UTF-8")]
    [TestCase(
        "loads-absent.csx",
        "~/loads-absent.csx(2,7): error RB0007: #load \"lib/absent.csx\": ~/lib/absent.csx does not exist"
    )]
    [TestCase(
        "loads-folder.csx",
        "~/loads-folder.csx(1,7): error RB0007: #load \"folder\": ~/folder is a directory"
    )]
    [TestCase(
        "refers-absent.csx",
        "~/refers-absent.csx(1,4): error RB0008: #r \"absent.dll\": ~/absent.dll does not exist and the framework has no assembly of that name"
    )]
    [TestCase(
        "refers-text.csx",
        "~/refers-text.csx(1,4): error RB0009: #r \"empty.csx\": ~/empty.csx is not a .NET assembly"
    )]
    [TestCase(
        "floating.csx",
        "~/floating.csx(1,4): error RB0010: package 'Some.Package' has the floating version '1.*'; a runbook needs an exact one, such as 1.2.3"
    )]
    [TestCase(
        "range.csx",
        "~/range.csx(1,4): error RB0010: a package reference is written #r \"nuget: Id, 1.2.3\""
    )]
    [TestCase(
        "unversioned.csx",
        "~/unversioned.csx(1,4): error RB0010: package 'Some.Package' has no version; write the exact one: #r \"nuget: Some.Package, 1.2.3\""
    )]
    [TestCase(
        "two-versions.csx",
        "~/two-versions.csx(2,4): error RB0010: package 'some.package' is wanted as 2.0.0 here and as 1.0.0 in ~/two-versions.csx(1,4); a script has one version of a package"
    )]
    [TestCase(
        "unrestored.csx",
        "~/unrestored.csx(1,4): error RB0011: package 'Some.Package 1.0.0' is not in runbook.lock.json; run `runbook restore unrestored.csx`"
    )]
    public void Bad_input_gets_one_exact_message(string name, string expected)
    {
        using var folder = new ScriptFolder();
        Directory.CreateDirectory(folder.PathOf("folder"));
        File.WriteAllBytes(folder.PathOf("latin.csx"), Encoding.Latin1.GetBytes("var x = \"Größe\";"));
        File.WriteAllBytes(folder.PathOf("binary.csx"), [0x7F, 0x45, 0, 0, 0, 0, 0x99]);
        folder.Write("empty.csx", " \n\t\n");
        folder.Write("comments.csx", "// later\n/* more */\n#nullable enable\n");
        folder.Write("loads-comments.csx", "#load \"comments.csx\"");
        folder.Write("big.csx", new string(' ', (10 << 20) + 1));
        folder.Write("loads-latin.csx", "#load \"latin.csx\"");
        folder.Write("loads-absent.csx", "\n#load \"lib/absent.csx\"");
        folder.Write("loads-folder.csx", "#load \"folder\"");
        folder.Write("refers-absent.csx", "#r \"absent.dll\"");
        folder.Write("refers-text.csx", "#r \"empty.csx\"");
        folder.Write("floating.csx", "#r \"nuget: Some.Package, 1.*\"");
        folder.Write("range.csx", "#r \"nuget: Some.Package, [1.0,2.0)\"");
        folder.Write("unversioned.csx", "#r \"nuget: Some.Package\"");
        folder.Write(
            "two-versions.csx",
            "#r \"nuget: Some.Package, 1.0.0\"\n#r \"nuget: some.package, 2.0.0\""
        );
        folder.Write("unrestored.csx", "#r \"nuget: Some.Package, 1.0.0\"");
        Assert.That(folder.Refusal(name), Is.EqualTo(expected));
    }

    [Test]
    public void Comments_that_load_a_script_are_one()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "// all of it is there\n#load \"b.csx\"");
        folder.Write("b.csx", "Step(\"one\");");
        Assert.That(folder.Run("a.csx"), Is.EqualTo("one; miss"));
    }

    [TestCase("utf8-bom")]
    [TestCase("utf16")]
    public void A_byte_order_mark_is_honoured(string kind)
    {
        using var folder = new ScriptFolder();
        Encoding encoding = kind == "utf16" ? Encoding.Unicode : new UTF8Encoding(true);
        File.WriteAllText(folder.PathOf("a.csx"), "Step(\"grün\");", encoding);
        Assert.That(folder.Run("a.csx"), Is.EqualTo("grün; miss"));
    }

    [Test]
    public void Cancellation_stops_a_compilation()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "Step(\"one\");");
        Assert.Catch<OperationCanceledException>(() =>
            folder.Host().Load("a.csx", new CancellationToken(true))
        );
    }
}
