using RunbookDsl.Scripting;
using RunbookDsl.Scripting.Compiler;
using TestLanguage;

// run CACHE SCRIPT [--assemblies]: loads and runs a script, prints its steps and whether the cache answered.
var options = new ScriptHostOptions
{
    WorkingDirectory = AppContext.BaseDirectory,
    CacheDirectory = args[0],
    Imports = ["System", "System.Linq", "System.Threading.Tasks", "TestLanguage", "TestLanguage.TestVerbs"],
    SharedAssemblies = [typeof(TestVerbs).Assembly.Location],
};
var host = new ScriptHost(options, static () => new RoslynScriptCompiler());
var steps = TestVerbs.Begin();
try
{
    var script = host.Load(args[1], CancellationToken.None);
    await script.RunAsync().ConfigureAwait(false);
    steps.Add(script.FromCache ? "hit" : "miss");
    steps.AddRange(script.Notices);
}
catch (ScriptCompilationException e)
{
    steps.Add(e.Message);
}

if (args.Length > 2)
{
    foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
    {
        steps.Add("assembly " + assembly.GetName().Name);
    }
}

using var output = new FileStream(
    new Microsoft.Win32.SafeHandles.SafeFileHandle(1, ownsHandle: false),
    FileAccess.Write,
    0
);
output.Write(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', steps) + "\n"));
