using System.Globalization;

namespace Benchmarks;

/// <summary>Where the programs are, and a folder for scripts, caches and journals; removed afterwards.</summary>
internal sealed class Place : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("runbook-bench-").FullName;

    public static string Root { get; } = FindRoot();

    public string Hello { get; } = Path.Combine(Root, "artifacts/bin/Benchmarks.Hello/release/hello.dll");

    public string Runbook { get; } =
        new[] { "release_linux-x64", "release" }
            .Select(p => Path.Combine(Root, "artifacts/bin/RunbookDsl.Cli", p, "runbook.dll"))
            .First(File.Exists);

    public string this[string name] => Path.Combine(_folder, name);

    public string Script(string name, IEnumerable<string> lines)
    {
        File.WriteAllLines(this[name], lines);
        return this[name];
    }

    public string Steps(int count) =>
        Script(
            $"steps-{count.ToString(CultureInfo.InvariantCulture)}.csx",
            [
                $"for (var i = 1; i <= {count}; i++) Step($\"s{{i}}\").Run(_ => Task.CompletedTask).Idempotent();",
            ]
        );

    public Launch Command(params string[] arguments) => new(["dotnet", Runbook, .. arguments], Environment());

    public Launch Baseline() => new(["dotnet", Hello], Environment());

    public string[] Environment(string cache = "cache", string home = "home") =>
        [
            $"PATH={System.Environment.GetEnvironmentVariable("PATH")}",
            $"HOME={_folder}",
            $"RUNBOOK_HOME={this[home]}",
            $"RUNBOOK_CACHE={this[cache]}",
            $"DOTNET_ROOT={System.Environment.GetEnvironmentVariable("DOTNET_ROOT")}",
        ];

    public void Clear(string name)
    {
        if (Directory.Exists(this[name]))
            Directory.Delete(this[name], recursive: true);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "RunbookDsl.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
