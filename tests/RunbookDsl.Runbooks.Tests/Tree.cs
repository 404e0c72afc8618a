namespace RunbookDsl.Runbooks.Tests;

/// <summary>Where things are in this repository.</summary>
internal static class Tree
{
    public static string Root { get; } = FindRoot();

    public static string Runbook(string name) => Path.Combine(Root, "runbooks", name, name + ".csx");

    /// <summary>The built program: the one compiled ahead of time where there is one.</summary>
    public static string Program { get; } = FindProgram();

    private static string FindProgram()
    {
        var pivots = AppContext.BaseDirectory.Contains("/release", StringComparison.Ordinal)
            ? new[] { "release_linux-x64", "release" }
            : ["debug"];
        var paths = pivots
            .Select(p => Path.Combine(Root, "artifacts/bin/RunbookDsl.Cli", p, "runbook.dll"))
            .ToList();
        return paths.Find(File.Exists)
            ?? throw new InvalidOperationException(
                $"the program is not built: none of {string.Join(", ", paths)} exists"
            );
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "RunbookDsl.sln")))
            folder =
                Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException($"no RunbookDsl.sln above {AppContext.BaseDirectory}");
        return folder;
    }
}
