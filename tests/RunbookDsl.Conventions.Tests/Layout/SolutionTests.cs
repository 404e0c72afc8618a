using RunbookDsl.Conventions.Tests.Arrows;

namespace RunbookDsl.Conventions.Tests.Layout;

/// <summary>The top of the repository, the solution and what continuous integration runs.</summary>
internal sealed class SolutionTests
{
    // What lies below the folders of templates/ is built elsewhere.
    private static IEnumerable<string> Projects =>
        ProjectFile
            .Under("src")
            .Concat(ProjectFile.Under("tests"))
            .Select(p => p.Path)
            .Append("templates/RunbookDsl.Templates.csproj");

    [Test]
    public void The_top_holds_what_it_should_and_nothing_else() =>
        Look.At([Repository.Files], SolutionRules.Top);

    [Test]
    public void Every_project_is_in_the_solution() =>
        Look.At([Repository.Text("RunbookDsl.sln")], s => SolutionRules.Solution(s, [.. Projects]));

    [Test]
    public void Tests_are_found_by_name()
    {
        var names = ProjectFile
            .Under("tests")
            .Select(p => p.Name)
            .Where(n => n.EndsWith(".Tests", StringComparison.Ordinal));
        Look.At([Repository.Text(".ci/test")], script => SolutionRules.Discovery(script, names));
    }

    [Test]
    public void Templates_name_the_versions_of_the_repository() =>
        Look.At(
            Repository.Files.Where(f => f.StartsWith("templates/runbook", StringComparison.Ordinal)),
            f => TemplateRules.Versions(f, Repository.Text(f), Repository.Text("runbook.props"))
        );

    [Test]
    public void OtherVersion_InATemplate_IsCaught()
    {
        const string Props = """
            <Version>0.2.0</Version>
            <PackageVersion Include="NUnit" Version="4.6.1" />
            """;
        Look.Caught(
            TemplateRules.Versions(
                "templates/a/runbook.props",
                """
                <PackageReference Include="RunbookDsl.Testing" Version="0.1.0" />
                <PackageReference Include="NUnit" Version="4.6.1" />
                <PackageReference Include="Other" Version="1.0.0" />
                """,
                Props
            ),
            "templates/a/runbook.props: RunbookDsl.Testing 0.1.0; runbook.props has 0.2.0",
            "templates/a/runbook.props: Other 1.0.0; runbook.props has none"
        );
        Look.Caught(
            TemplateRules.Versions(
                "templates/a/dotnet-tools.json",
                """{ "tools": { "runbookdsl.cli": { "version": "0.1.0", "commands": ["runbook"] } } }""",
                Props
            ),
            "templates/a/dotnet-tools.json: runbookdsl.cli 0.1.0; runbook.props has 0.2.0"
        );
    }

    [Test]
    public void StrayAndMissing_AtTheTop_AreCaught()
    {
        string[] files =
        [
            ".ci/test",
            "src/a.cs",
            "tests/a.cs",
            "templates/a",
            "RunbookDsl.sln",
            "runbook.props",
            "README.md",
            "global.json",
            "docs/a.md",
        ];
        Look.Caught(
            SolutionRules.Top(files),
            "docs: does not belong at the top of the repository",
            "runbooks: is missing at the top of the repository"
        );
    }

    [Test]
    public void ProjectBesideTheSolution_IsCaught()
    {
        const string Solution = """
            Project("{FAE04EC0}") = "A", "src\A\A.csproj", "{1}"
            Project("{FAE04EC0}") = "Gone", "src\Gone\Gone.csproj", "{2}"
            """;
        Look.Caught(
            SolutionRules.Solution(Solution, ["src/A/A.csproj", "tests/A.Tests/A.Tests.csproj"]),
            "tests/A.Tests/A.Tests.csproj: is not in RunbookDsl.sln",
            "RunbookDsl.sln: src/Gone/Gone.csproj is not there"
        );
    }

    [Test]
    public void TestProjectNamedByHand_IsCaught() =>
        Look.Caught(
            SolutionRules.Discovery("dotnet run A.Tests", ["A.Tests", "B.Tests"]),
            ".ci/test: does not look for *.Tests",
            ".ci/test: names A.Tests; test projects are found by *.Tests"
        );
}
