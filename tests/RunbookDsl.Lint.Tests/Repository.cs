namespace RunbookDsl.Lint.Tests;

/// <summary>Files of this repository.</summary>
internal static class Repository
{
    private static readonly Lazy<string> Root = new(() =>
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(System.IO.Path.Combine(at.FullName, "RunbookDsl.sln")))
                return at.FullName;
        throw new DirectoryNotFoundException("RunbookDsl.sln is in no folder above the tests");
    });

    public static string Path(string relative) => System.IO.Path.Combine(Root.Value, relative);
}
