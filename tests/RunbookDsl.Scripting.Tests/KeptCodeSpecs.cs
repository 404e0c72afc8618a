namespace RunbookDsl.Scripting.Tests;

/// <summary>A host that keeps the code of scripts for the next reading, as rehearsals do.</summary>
[CancelAfter(60_000)]
internal sealed class KeptCodeSpecs
{
    [TestCase("static class A { public const string B = \"b\"; public static string C => B; }")]
    [TestCase("enum E { One } record R(int X); interface I; delegate void D();")]
    [TestCase("static class A { public static Func<int> B() => static () => 1; }")]
    [TestCase("var count = 0; count++;")]
    public void Code_without_state_is_kept(string declared)
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", declared + "\nStep(\"one\");");
        var host = folder.Host(o => o with { KeepsCode = true });
        for (var i = 0; i < 2; i++)
        {
            using var script = host.Load("a.csx", CancellationToken.None);
            Assert.That(script.IsKept, Is.True);
            Assert.That(ScriptFolder.Run(script), Is.EqualTo("one"));
        }
    }

    // Each of them would say in the second reading what it was in the first.
    [TestCase("static class A { public static int N; }", "++A.N")]
    [TestCase("static class A { public static int N { get; set; } }", "++A.N")]
    [TestCase("static class A { public static readonly int[] N = [0]; }", "++A.N[0]")]
    [TestCase("static class A { public static readonly string N = $\"{DateTime.UnixEpoch.Month}\"; }", "A.N")]
    [TestCase("class G<T> { public static int N; }", "++G<int>.N")]
    [TestCase("record R { public static int N; }", "++R.N")]
    [TestCase("#r \"counter.dll\"", "++Counter.N")]
    public void Code_with_state_is_loaded_anew(string declared, string said)
    {
        using var folder = new ScriptFolder();
        folder.WriteLibrary("counter.dll", "x", "} public static class Counter { public static int N;");
        folder.Write("a.csx", $"{declared}\nStep($\"{{{said}}}\");");
        var host = folder.Host(o => o with { KeepsCode = true });
        for (var i = 0; i < 2; i++)
        {
            using var script = host.Load("a.csx", CancellationToken.None);
            Assert.That(script.IsKept, Is.False);
            Assert.That(ScriptFolder.Run(script), Is.EqualTo("1"));
        }
    }
}
