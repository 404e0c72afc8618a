using RunbookDsl.Conventions.Tests.Arrows;

namespace RunbookDsl.Conventions.Tests.Banned;

/// <summary>
/// No ambient time, randomness, environment or directory: the build's analyzer is on, everywhere in src/.
/// </summary>
internal sealed class BannedSymbolTests
{
    private static BannedSymbols List => new(Repository.Text(BannedSymbols.Path));

    [Test]
    public void Every_banned_symbol_exists()
    {
        var list = List;
        Look.At(list.Ids, list.Unknown);
    }

    [Test]
    public void The_list_reaches_every_project_of_src() =>
        Look.At(
            [Repository.Text("src/Directory.Build.props")],
            props =>
                props.Contains(
                    "<AdditionalFiles Include=\"$(MSBuildThisFileDirectory)rules/BannedSymbols.txt\"",
                    StringComparison.Ordinal
                )
                    ? []
                    : ["src/Directory.Build.props: does not hand rules/BannedSymbols.txt to the analyzer"]
        );

    [Test]
    public void No_project_of_src_opts_out() => Look.At(ProjectFile.Under("src"), OptsOut);

    [Test]
    public void No_folder_of_src_has_build_settings_of_its_own() =>
        Look.At(
            Repository.Files.Where(f => f.StartsWith("src/", StringComparison.Ordinal)),
            f =>
                f.Split('/').Length > 2
                && Path.GetFileName(f) is "Directory.Build.props" or "Directory.Build.targets"
                    ? [$"{f}: settings live in runbook.props"]
                    : []
        );

    [Test]
    [CancelAfter(60_000)]
    public async Task AmbientState_IsCaughtByTheAnalyzer(CancellationToken cancellation)
    {
        const string Source = """
            using System;
            using System.Threading.Tasks;
            public class Planted
            {
                public DateTime A = DateTime.Now;
                public DateTimeOffset B = DateTimeOffset.UtcNow;
                public Guid C = Guid.NewGuid();
                public Random D = new();
                public Task E = Task.Delay(1);
                public string F = Environment.CurrentDirectory;
                public string G = Environment.GetEnvironmentVariable("HOME");
                public DateTimeOffset Fine(TimeProvider time) => time.GetUtcNow();
            }
            """;
        var found = await List.Analyze(Source, cancellation);
        Look.Caught(
            found.Select(f => string.Join(':', f.Split(':').Take(2))),
            "(5) RS0030: The symbol 'DateTime.Now' is banned in this project",
            "(6) RS0030: The symbol 'DateTimeOffset.UtcNow' is banned in this project",
            "(7) RS0030: The symbol 'Guid.NewGuid()' is banned in this project",
            "(8) RS0030: The symbol 'Random.Random()' is banned in this project",
            "(9) RS0030: The symbol 'Task.Delay(int)' is banned in this project",
            "(10) RS0030: The symbol 'Environment.CurrentDirectory' is banned in this project",
            "(11) RS0030: The symbol 'Environment.GetEnvironmentVariable(string)' is banned in this project"
        );
    }

    [Test]
    public void MisspeltSymbol_IsCaught() =>
        Look.Caught(
            new BannedSymbols("P:System.DateTime.Nov;typo\n").Ids.SelectMany(List.Unknown),
            "src/rules/BannedSymbols.txt: P:System.DateTime.Nov is no symbol of the base libraries"
        );

    [TestCase("<NoWarn>RS0030</NoWarn>")]
    [TestCase("<RunAnalyzers>false</RunAnalyzers>")]
    [TestCase("<AdditionalFiles Remove='@(AdditionalFiles)' />")]
    [TestCase("<TreatWarningsAsErrors>false</TreatWarningsAsErrors>")]
    public void OptingOut_IsCaught(string setting) =>
        Assert.That(
            OptsOut(new("src/A/A.csproj", $"<Project><G>{setting}</G></Project>")).ToList(),
            Has.Count.EqualTo(1)
        );

    private static IEnumerable<string> OptsOut(ProjectFile project)
    {
        string[] switches =
        [
            "RS0030",
            "RunAnalyzers",
            "AdditionalFiles Remove",
            "ImportDirectoryBuildProps",
            "TreatWarningsAsErrors",
            "WarningsNotAsErrors",
            "EnableNETAnalyzers",
        ];
        return switches
            .Where(s => project.Text.Contains(s, StringComparison.Ordinal))
            .Select(s => $"{project.Path}: {s}; the rules of the house hold in every project of src/");
    }
}
