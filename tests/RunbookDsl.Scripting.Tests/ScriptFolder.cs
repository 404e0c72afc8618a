using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RunbookDsl.Scripting.Compiler;
using TestLanguage;

[assembly: Parallelizable(ParallelScope.All)]
[assembly: LevelOfParallelism(3)]

namespace RunbookDsl.Scripting.Tests;

/// <summary>A directory of scripts with a cache of its own, gone at the end of the test.</summary>
internal sealed class ScriptFolder : IDisposable
{
    public static readonly IReadOnlyList<string> Imports =
    [
        "System",
        "System.Linq",
        "System.Threading.Tasks",
        "TestLanguage",
        "TestLanguage.TestVerbs",
    ];

    public ScriptFolder()
    {
        Root = Directory.CreateTempSubdirectory("runbook-scripts-").FullName;
        Options = new ScriptHostOptions
        {
            WorkingDirectory = Root,
            CacheDirectory = Path.Combine(Root, "cache"),
            Imports = Imports,
            SharedAssemblies = [typeof(TestVerbs).Assembly.Location],
        };
    }

    public string Root { get; }

    public string Cache => Path.Combine(Root, "cache");

    public ScriptHostOptions Options { get; init; }

    public string PathOf(string name) => Path.Combine(Root, name);

    public string Write(string name, string text)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A library with a class <c>Lib</c> whose <c>Say</c> is <paramref name="word"/>.</summary>
    public string WriteLibrary(string name, string word, string? also = null, string? version = null)
    {
        var head = version is null ? "" : $"[assembly: System.Reflection.AssemblyVersion(\"{version}\")] ";
        var source = head + $"public static class Lib {{ public static string Say() => \"{word}\"; {also} }}";
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(name),
            [CSharpSyntaxTree.ParseText(source)],
            [
                MetadataReference.CreateFromFile(
                    Path.Combine(Options.ReferenceDirectory, "System.Runtime.dll")
                ),
            ],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, deterministic: true)
        );
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var result = compilation.Emit(path);
        Assert.That(result.Success, Is.True, string.Join("\n", result.Diagnostics));
        return path;
    }

    public ScriptHost Host(Func<ScriptHostOptions, ScriptHostOptions>? change = null) =>
        new(change is null ? Options : change(Options), static () => new RoslynScriptCompiler());

    public LoadedScript Load(string name) => Host().Load(name, CancellationToken.None);

    /// <summary>Runs a script: its steps, then <c>hit</c> or <c>miss</c>.</summary>
    public string Run(string name)
    {
        using var script = Load(name);
        return Run(script) + (script.FromCache ? "; hit" : "; miss");
    }

    public static string Run(LoadedScript script)
    {
        var steps = TestVerbs.Begin();
        script.RunAsync().GetAwaiter().GetResult();
        return string.Join("; ", steps.Select(s => s.Split(' ')[0]));
    }

    /// <summary>The message of a script that does not load, with the folder's name taken out.</summary>
    public string Refusal(string name)
    {
        var e = Assert.Throws<ScriptCompilationException>(() => Load(name));
        return e!.Message.Replace(Root, "~", StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
