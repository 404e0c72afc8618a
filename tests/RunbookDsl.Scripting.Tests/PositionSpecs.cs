using RunbookDsl.Scripting.Positions;

namespace RunbookDsl.Scripting.Tests;

[CancelAfter(30_000)]
internal sealed class PositionSpecs
{
    [Test]
    public void An_exception_points_into_the_file_that_threw_it()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "#load \"b.csx\"\nawait Task.Yield();\n  Fail(3);");
        folder.Write(
            "b.csx",
            "void Fail(int n)\n{\n    if (n > 2) throw new InvalidOperationException();\n}"
        );
        foreach (var fromCache in new[] { false, true })
        {
            using var script = folder.Load("a.csx");
            var e = Assert.ThrowsAsync<InvalidOperationException>(script.RunAsync);
            var expected = new ScriptPosition(folder.PathOf("b.csx"), 3, 16);
            Assert.That(SourcePositions.Find(e!, script.Sources), Is.EqualTo(expected));
            Assert.That(script.FromCache, Is.EqualTo(fromCache));
            Assert.That(e!.StackTrace, Does.Contain($" in {folder.PathOf("a.csx")}:line 3"));
        }
    }

    [Test]
    public void The_innermost_exception_of_the_script_counts()
    {
        using var folder = new ScriptFolder();
        folder.Write(
            "a.csx",
            "try\n{\n  \"x\".Substring(2);\n}\ncatch (Exception e) { throw new AggregateException(e); }"
        );
        using var script = folder.Load("a.csx");
        var e = Assert.ThrowsAsync<AggregateException>(script.RunAsync);
        Assert.That(
            SourcePositions.Find(e!, script.Sources)!.ToString(),
            Is.EqualTo(folder.PathOf("a.csx") + "(3,3)")
        );
    }

    [Test]
    public void An_exception_from_elsewhere_has_no_position() =>
        Assert.That(SourcePositions.Find(new InvalidOperationException(), ["/a.csx"]), Is.Null);

    [TestCase("Step(\"a\").Run(b);", "Step", null, 1)]
    [TestCase("Step(\"a\").Run(b);", "Run", null, 11)]
    [TestCase("    .Verify(x => x.Ok)", "Verify", null, 6)]
    [TestCase("Step(\"one\").Run(a); Step(\"two\").Run(b);", "Step", "two", 21)]
    [TestCase("Step(\"one\").Run(a); Step(\"two\").Run(b);", "Step", "one", 1)]
    [TestCase("Steps(\"Step(\"); Step(\"two\");", "Step", null, 17)]
    [TestCase("Say(\"\\\"Step\"); Step(\"two\"); // Step", "Step", null, 16)]
    [TestCase("foreach (var h in hosts)", "Step", null, 0)]
    public void A_verb_is_found_in_its_line(string line, string verb, string? hint, int column)
    {
        using var folder = new ScriptFolder();
        var path = folder.Write("a.csx", "\n" + line + "\n");
        var found = new ColumnFinder().Locate(new SourceLocation(path, 2, verb, hint));
        Assert.That(found, Is.EqualTo(new SourceLocation(path, 2, verb, hint) { Column = column }));
    }

    [TestCase("/absent/file.csx", 1)]
    [TestCase("", 1)]
    [TestCase("/absent/file.csx", 0)]
    public void A_place_that_cannot_be_read_stays_as_it_was(string file, int line)
    {
        var where = new SourceLocation(file, line, "Step");
        Assert.That(new ColumnFinder().Locate(where), Is.EqualTo(where));
    }
}
