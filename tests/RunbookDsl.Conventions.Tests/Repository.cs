using System.Diagnostics;

namespace RunbookDsl.Conventions.Tests;

/// <summary>
/// The working tree these tests were built from: what git tracks, and what it would track next.
/// </summary>
internal static class Repository
{
    private static readonly Lazy<IReadOnlyList<string>> AllFiles = new(List);
    private static readonly Lazy<IReadOnlyList<SourceFile>> AllCode = new(() =>
        [.. Files.Where(f => f.EndsWith(".cs", StringComparison.Ordinal)).Select(Source)]
    );

    public static string Root { get; } = FindRoot();

    /// <summary>Paths from the root, with forward slashes, sorted.</summary>
    public static IReadOnlyList<string> Files => AllFiles.Value;

    /// <summary>Every C# file, parsed once.</summary>
    public static IReadOnlyList<SourceFile> Code => AllCode.Value;

    public static IReadOnlyList<SourceFile> CodeUnder(string folder) =>
        [.. Code.Where(f => f.Path.StartsWith(folder + "/", StringComparison.Ordinal))];

    public static string Full(string path) => Path.Combine(Root, path);

    public static string Text(string path) => File.ReadAllText(Full(path));

    private static SourceFile Source(string path) => new(path, Text(path));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RunbookDsl.sln")))
            folder = folder.Parent;
        return folder?.FullName
            ?? throw new InvalidOperationException(
                $"No RunbookDsl.sln in {AppContext.BaseDirectory} or above it: run the tests from a clone."
            );
    }

    private static IReadOnlyList<string> List()
    {
        var start = new ProcessStartInfo("git") { RedirectStandardOutput = true, WorkingDirectory = Root };
        // A clone owned by another user (a container's mount) is still the tree that was built.
        string[] arguments = ["-c", "safe.directory=*", "ls-files", "-z", "-c", "-o", "--exclude-standard"];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var git = Process.Start(start)!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        if (git.ExitCode != 0)
            throw new InvalidOperationException($"git ls-files in {Root} ended with {git.ExitCode}.");
        var paths = output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return [.. paths.Where(p => File.Exists(Full(p))).Distinct().Order(StringComparer.Ordinal)];
    }
}
