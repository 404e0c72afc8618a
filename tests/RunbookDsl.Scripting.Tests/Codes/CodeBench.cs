using RunbookDsl.Scripting.Compiler;
using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Scripting.Tests.Codes;

/// <summary>Compiles scripts of the real language and gives the hashes of their steps by name.</summary>
internal sealed class CodeBench : IDisposable
{
    private readonly ScriptFolder _folder = new();

    public ScriptFolder Folder => _folder;

    public Dictionary<string, string> Hashes(string script, params (string Name, string Text)[] loaded) =>
        Steps(script, loaded).ToDictionary(s => s.Name ?? $"line {s.Line}", s => s.Hash);

    public StepCode[] Steps(string script, params (string Name, string Text)[] loaded)
    {
        var path = _folder.Write("main.csx", script);
        foreach (var (name, text) in loaded)
            _folder.Write(name, text);
        var options = _folder.Options with
        {
            Imports = ScriptHostOptions.DefaultImports,
            SharedAssemblies = [typeof(Verbs).Assembly.Location],
        };
        var request = CompileRequest.For(path, options, ScriptProfile.Runbook);
        return new RoslynScriptCompiler().Compile(request, CancellationToken.None).Steps;
    }

    /// <summary>Names of the steps whose code is another after the edit, in order.</summary>
    public string Changed(string script, string what, string with, string helpers = "")
    {
        Assert.That(script + helpers, Does.Contain(what), "the edit has nothing to edit");
        var before = Hashes(script, ("helpers.csx", helpers));
        var after = Hashes(Replace(script, what, with), ("helpers.csx", Replace(helpers, what, with)));
        return string.Join(
            ' ',
            after
                .Where(a => !before.TryGetValue(a.Key, out var hash) || hash != a.Value)
                .Select(a => a.Key)
                .Order(StringComparer.Ordinal)
        );
    }

    public void Dispose() => _folder.Dispose();

    private static string Replace(string text, string what, string with) =>
        text.Replace(what, with, StringComparison.Ordinal);
}
