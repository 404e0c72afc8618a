namespace RunbookDsl.Scripting.Tests;

[CancelAfter(30_000)]
internal sealed class CacheFreshnessSpecs
{
    private static readonly DateTime Fixed = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [TestCase("a.csx")]
    [TestCase("b.csx")]
    public void A_source_changed_within_its_length_and_time_is_noticed(string changed)
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "#load \"b.csx\"\nStep(\"one\");");
        folder.Write("b.csx", "Step(\"two\");");
        File.SetLastWriteTimeUtc(folder.PathOf(changed), Fixed);
        Assert.That(folder.Run("a.csx"), Is.EqualTo("two; one; miss"));
        var text = File.ReadAllText(folder.PathOf(changed));
        folder.Write(changed, text.Replace("one", "ONE").Replace("two", "TWO"));
        File.SetLastWriteTimeUtc(folder.PathOf(changed), Fixed);
        Assert.That(
            folder.Run("a.csx"),
            Is.EqualTo(changed == "a.csx" ? "two; ONE; miss" : "TWO; one; miss")
        );
    }

    [Test]
    public void A_touched_or_rewritten_source_with_the_same_text_is_still_a_hit()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "Step(\"one\");");
        folder.Run("a.csx");
        File.SetLastWriteTimeUtc(folder.PathOf("a.csx"), Fixed);
        Assert.That(folder.Run("a.csx"), Is.EqualTo("one; hit"));
    }

    [Test]
    public void A_changed_library_is_noticed_even_with_its_length_and_time_kept()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "#r \"lib.dll\"\nStep(Lib.Say());");
        var library = folder.WriteLibrary("lib.dll", "one");
        File.SetLastWriteTimeUtc(library, Fixed);
        var length = new FileInfo(library).Length;
        Assert.That(folder.Run("a.csx"), Is.EqualTo("one; miss"));
        Assert.That(folder.Run("a.csx"), Is.EqualTo("one; hit"));
        File.Delete(library);
        folder.WriteLibrary("lib.dll", "two");
        File.SetLastWriteTimeUtc(library, Fixed);
        Assert.That(new FileInfo(library).Length, Is.EqualTo(length));
        Assert.That(folder.Run("a.csx"), Is.EqualTo("two; miss"));
    }

    [Test]
    public void A_library_that_was_only_touched_is_still_a_hit_and_a_deleted_one_an_error()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "#r \"lib.dll\"\nStep(Lib.Say());");
        var library = folder.WriteLibrary("lib.dll", "one");
        folder.Run("a.csx");
        File.SetLastWriteTimeUtc(library, Fixed);
        Assert.That(folder.Run("a.csx"), Is.EqualTo("one; hit"));
        File.Delete(library);
        Assert.That(folder.Refusal("a.csx"), Does.StartWith("~/a.csx(1,4): error RB0008: "));
    }

    [Test]
    public void A_load_that_did_not_exist_is_seen_when_it_appears_and_when_it_goes()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "#load \"b.csx\"\nStep(\"one\");");
        Assert.That(
            folder.Refusal("a.csx"),
            Is.EqualTo("~/a.csx(1,7): error RB0007: #load \"b.csx\": ~/b.csx does not exist")
        );
        folder.Write("b.csx", "Step(\"two\");");
        Assert.That(folder.Run("a.csx"), Is.EqualTo("two; one; miss"));
        File.Delete(folder.PathOf("b.csx"));
        Assert.That(folder.Refusal("a.csx"), Does.StartWith("~/a.csx(1,7): error RB0007: "));
    }

    [Test]
    public void A_file_that_takes_the_place_of_a_framework_reference_is_noticed()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "#r \"System.Xml.dll\"\nStep(\"one\");");
        Assert.That(folder.Run("a.csx"), Is.EqualTo("one; miss"));
        Assert.That(folder.Run("a.csx"), Is.EqualTo("one; hit"));
        folder.Write("System.Xml.dll", "not an assembly");
        Assert.That(
            folder.Refusal("a.csx"),
            Is.EqualTo(
                "~/a.csx(1,4): error RB0009: #r \"System.Xml.dll\": ~/System.Xml.dll is not a .NET assembly"
            )
        );
    }

    [Test]
    public void Options_have_entries_of_their_own()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "Step(\"one\");");
        var other = new Func<ScriptHostOptions, ScriptHostOptions>[]
        {
            o => o,
            o => o with { Release = true },
            o => o with { Imports = [.. o.Imports, "System.Text"] },
            o => o with { SharedAssemblies = [.. o.SharedAssemblies, typeof(Assert).Assembly.Location] },
        };
        foreach (var expected in new[] { false, true })
        {
            foreach (var change in other)
            {
                using var script = folder.Host(change).Load("a.csx", CancellationToken.None);
                Assert.That(script.FromCache, Is.EqualTo(expected));
            }
        }
    }

    [Test]
    public void The_closure_hash_follows_the_text_and_not_the_place()
    {
        using var here = new ScriptFolder();
        using var there = new ScriptFolder();
        foreach (var folder in new[] { here, there })
        {
            folder.Write("a.csx", "#load \"lib/b.csx\"\nStep(\"one\");");
            folder.Write("lib/b.csx", "Step(\"two\");");
        }

        var first = here.Load("a.csx").ClosureHash;
        Assert.That(first, Has.Length.EqualTo(64));
        Assert.That(
            (here.Load("a.csx").ClosureHash, there.Load("a.csx").ClosureHash),
            Is.EqualTo((first, first))
        );
        there.Write("lib/b.csx", "Step(\"TWO\");");
        Assert.That(there.Load("a.csx").ClosureHash, Is.Not.EqualTo(first));
    }
}
