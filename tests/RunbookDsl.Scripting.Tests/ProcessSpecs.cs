namespace RunbookDsl.Scripting.Tests;

[CancelAfter(60_000)]
internal sealed class ProcessSpecs
{
    [Test]
    public async Task A_cached_start_loads_no_compiler()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "Step(\"one\");");
        var cold = Assemblies(await HostProcess.RunAsync(folder, "a.csx", "--assemblies"));
        var warm = Assemblies(await HostProcess.RunAsync(folder, "a.csx", "--assemblies"));
        Assert.That(cold, Does.Contain("Microsoft.CodeAnalysis.CSharp"));
        Assert.That(
            warm,
            Is.EquivalentTo(
                new[]
                {
                    "RunbookDsl",
                    "RunbookDsl.Scripting",
                    "RunbookDsl.Scripting.Tests.Host",
                    "System.Collections",
                    "System.Memory",
                    "System.Private.CoreLib",
                    "System.Runtime",
                    "System.Runtime.Loader",
                    "System.Threading",
                    "script-a",
                }
            )
        );
    }

    [Test]
    public async Task Six_cold_starts_at_once_all_run_and_leave_one_entry()
    {
        for (var round = 0; round < 2; round++)
        {
            using var folder = new ScriptFolder();
            folder.Write("a.csx", "#load \"b.csx\"\nStep(\"one\");");
            folder.Write("b.csx", "Step(\"two\");");
            var starts = Enumerable.Range(0, 6).Select(_ => HostProcess.RunAsync(folder, "a.csx"));
            foreach (var output in await Task.WhenAll(starts))
            {
                Assert.That(output, Does.Match("^two b.csx:1 \"two\"\none a.csx:2 \"one\"\n(hit|miss)\n$"));
            }

            Assert.That(
                Directory.GetFiles(folder.Cache, "*", SearchOption.AllDirectories),
                Has.Length.EqualTo(2)
            );
            Assert.That(folder.Run("a.csx"), Is.EqualTo("two; one; miss").Or.EqualTo("two; one; hit"));
        }
    }

    private static string[] Assemblies(string output) =>
        [.. output.Split('\n').Where(l => l.StartsWith("assembly ")).Select(l => l["assembly ".Length..])];
}
