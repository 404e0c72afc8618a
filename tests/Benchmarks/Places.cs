using System.Diagnostics;
using Benchmarks.Measuring;

namespace Benchmarks;

/// <summary>The built program, the baseline and a folder for everything that is written meanwhile.</summary>
internal sealed class Places
{
    private readonly string _root;

    private Places(string root)
    {
        _root = root;
        Scratch = Path.Combine(root, "artifacts", "benchmarks", $"run-{Environment.ProcessId}");
        Directory.CreateDirectory(Scratch);
    }

    public string Scratch { get; }

    public string Results => Path.Combine(_root, "tests", "Benchmarks", "results", "latest.md");

    public static string Dotnet { get; } =
        Path.GetFullPath("../../../dotnet", Path.GetDirectoryName(typeof(object).Assembly.Location)!);

    public string Program =>
        Path.Combine(_root, "artifacts", "bin", "RunbookDsl.Cli", "release_linux-x64", "runbook.dll");

    public Command Hello => new(Dotnet, Path.Combine(HelloFolder, "out", "hello.dll"));

    private string HelloFolder => Path.Combine(_root, "artifacts", "benchmarks", "hello");

    public static Places Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RunbookDsl.sln")))
            folder = folder.Parent;
        return new Places(
            folder?.FullName ?? throw new InvalidOperationException("no RunbookDsl.sln above the program")
        );
    }

    /// <summary>Builds what is measured, and the baseline: what `dotnet new console` makes.</summary>
    public void Build()
    {
        Run("build", "-c", "Release", "-v", "q", "--nologo", Path.Combine(_root, "src", "RunbookDsl.Cli"));
        Directory.CreateDirectory(HelloFolder);
        File.WriteAllText(Path.Combine(HelloFolder, "Program.cs"), "Console.WriteLine(\"Hello, World!\");\n");
        File.WriteAllText(
            Path.Combine(HelloFolder, "hello.csproj"),
            "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0"
                + "</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup></Project>\n"
        );
        Run(
            "build",
            "-c",
            "Release",
            "-v",
            "q",
            "--nologo",
            "-o",
            Path.Combine(HelloFolder, "out"),
            HelloFolder
        );
    }

    public static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Scripts", name);

    /// <summary>The program with a home of its own below the scratch folder, and a cache.</summary>
    public Command Runbook(string home, string cache, params string[] words) =>
        new Command([Dotnet, Program, .. words])
            .With("RUNBOOK_HOME", Path.Combine(Scratch, home))
            .With("RUNBOOK_CACHE", Path.Combine(Scratch, cache))
            .With("LOGNAME", "benchmark");

    public void Clean() => Directory.Delete(Scratch, recursive: true);

    private static void Run(params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(Dotnet, words))!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"dotnet {string.Join(' ', words)} failed");
    }
}
