namespace RunbookDsl.Scripting;

/// <summary>
/// The step packages that come with the product: what every runbook sees without asking, beside the language.
/// </summary>
public static class StepPackages
{
    private static readonly string[] Names =
    [
        "RunbookDsl.Deployment",
        "RunbookDsl.Dns",
        "RunbookDsl.Hosts",
        "RunbookDsl.Http",
        "RunbookDsl.Notify",
        "RunbookDsl.Postgres",
    ];

    /// <summary>What a runbook sees: the language and all packages, which lie beside this program.</summary>
    /// <param name="workingDirectory">Full path; relative scripts start here.</param>
    /// <param name="cacheDirectory">Full path of the compile cache.</param>
    public static ScriptHostOptions Options(string workingDirectory, string cacheDirectory) =>
        new()
        {
            WorkingDirectory = workingDirectory,
            CacheDirectory = cacheDirectory,
            Imports = [.. ScriptHostOptions.DefaultImports, .. Names],
            SharedAssemblies = Assemblies(),
        };

    private static string[] Assemblies()
    {
        var paths = new string[Names.Length + 1];
        paths[0] = Path.Combine(AppContext.BaseDirectory, "RunbookDsl.dll");
        for (var i = 0; i < Names.Length; i++)
            paths[i + 1] = Path.Combine(AppContext.BaseDirectory, Names[i] + ".dll");
        return paths;
    }
}
