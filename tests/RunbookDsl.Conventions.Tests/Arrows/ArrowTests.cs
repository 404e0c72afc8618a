using RunbookDsl.Conventions.Tests.Surface;

namespace RunbookDsl.Conventions.Tests.Arrows;

/// <summary>The arrows of src/README.md, in the project files and in what was compiled from them.</summary>
internal sealed class ArrowTests
{
    private const string SampleTable = """
        | Project | What it is | May refer to |
        |---|---|---|
        | `RunbookDsl` | core | nothing |
        | `RunbookDsl.Postgres`, `.Http`, … | steps | `RunbookDsl` |
        | `RunbookDsl.Scripting` | compiler | `RunbookDsl` |
        | `RunbookDsl.Cli` | root | all of the above but `Http` |
        """;

    private static readonly ArrowTable Sample = ArrowTable.Parse(SampleTable);

    private static ArrowTable Table => ArrowTable.Parse(Repository.Text("src/README.md"));

    [Test]
    public void Projects_refer_only_to_what_the_table_allows() =>
        Look.At(ProjectFile.Under("src"), project => ArrowRules.Project(project, Table));

    [Test]
    public void Every_row_of_the_table_is_a_project() =>
        Look.At(
            Table.Projects,
            name =>
                Repository.Files.Contains($"src/{name}/{name}.csproj")
                    ? []
                    : [$"src/README.md: there is no src/{name}/{name}.csproj"]
        );

    [Test]
    public void Packages_keep_to_their_place() => Look.At(ProjectFile.Under("src"), ArrowRules.Packages);

    [Test]
    public void Compiled_assemblies_use_only_what_the_table_allows() =>
        Look.At(BuiltAssembly.All, a => ArrowRules.Assembly(a.Name, a.References(), Table));

    [Test]
    public void Test_projects_mirror_the_source()
    {
        var sources = ProjectFile.Under("src").Select(p => p.Path).ToHashSet();
        var tests = ProjectFile
            .Under("tests")
            .Where(p => p.Name.EndsWith(".Tests", StringComparison.Ordinal));
        Look.At(tests, test => ArrowRules.Mirror(test, sources));
    }

    [Test]
    public void Versions_are_central() =>
        Look.At(
            ProjectFile.Under("tests"),
            p =>
                p.VersionedPackages.Select(v =>
                    $"{p.Path}: {v} has a version; versions live in runbook.props"
                )
        );

    [Test]
    public void Table_WithEveryForm_IsRead()
    {
        using (Assert.EnterMultipleScope())
        {
            Look.Caught(
                Sample.Projects,
                "RunbookDsl",
                "RunbookDsl.Postgres",
                "RunbookDsl.Http",
                "RunbookDsl.Scripting",
                "RunbookDsl.Cli"
            );
            Assert.That(Sample.Allows("RunbookDsl.Cli", "RunbookDsl.Postgres"));
            Assert.That(Sample.Allows("RunbookDsl.Cli", "RunbookDsl.Http"), Is.False);
            Assert.That(() => ArrowTable.Parse("| `A` | b | anything |"), Throws.TypeOf<FormatException>());
        }
    }

    [Test]
    public void Project_WithForbiddenArrows_IsCaught()
    {
        var project = new ProjectFile(
            "src/RunbookDsl.Http/RunbookDsl.Http.csproj",
            """
            <Project><ItemGroup>
              <ProjectReference Include="../RunbookDsl/RunbookDsl.csproj" />
              <ProjectReference Include="..\RunbookDsl.Postgres\RunbookDsl.Postgres.csproj" />
              <ProjectReference Include="../../tests/Odd/Odd.csproj" />
              <PackageReference Include="Microsoft.CodeAnalysis.CSharp" Version="1.0.0" />
            </ItemGroup></Project>
            """
        );
        const string Path = "src/RunbookDsl.Http/RunbookDsl.Http.csproj";
        Look.Caught(
            ArrowRules.Project(project, Sample).Concat(ArrowRules.Packages(project)),
            $"{Path}: refers to RunbookDsl.Postgres, which src/README.md does not allow",
            $"{Path}: refers to tests/Odd/Odd.csproj, which is not a project of src/",
            $"{Path}: Microsoft.CodeAnalysis.CSharp has a version; versions live in runbook.props",
            $"{Path}: refers to Microsoft.CodeAnalysis.CSharp; only RunbookDsl.Scripting.Compiler knows Roslyn"
        );
    }

    [Test]
    public void Core_WithAPackageOrAnArrow_IsCaught()
    {
        var core = new ProjectFile(
            "src/RunbookDsl/RunbookDsl.csproj",
            "<Project><ItemGroup><PackageReference Include='Npgsql' /></ItemGroup></Project>"
        );
        string[] uses = ["System.Runtime", "Npgsql", "RunbookDsl.Http", "Microsoft.CodeAnalysis"];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ArrowRules.Packages(core).ToList(), Has.Count.EqualTo(1));
            Look.Caught(
                ArrowRules.Assembly("RunbookDsl", uses, Sample),
                "RunbookDsl.dll: uses Npgsql; RunbookDsl needs nothing but the base libraries",
                "RunbookDsl.dll: uses RunbookDsl.Http, which src/README.md does not allow",
                "RunbookDsl.dll: uses RunbookDsl.Http; RunbookDsl needs nothing but the base libraries",
                "RunbookDsl.dll: uses Microsoft.CodeAnalysis; only RunbookDsl.Scripting.Compiler knows Roslyn",
                "RunbookDsl.dll: uses Microsoft.CodeAnalysis; RunbookDsl needs nothing but the base libraries"
            );
        }
    }

    [Test]
    public void UnknownProject_IsCaught()
    {
        var odd = new ProjectFile("src/RunbookDsl.Odd/RunbookDsl.Odd.csproj", "<Project />");
        var oddTests = new ProjectFile(
            "tests/RunbookDsl.Odd.Tests/RunbookDsl.Odd.Tests.csproj",
            "<Project />"
        );
        using (Assert.EnterMultipleScope())
        {
            Look.Caught(
                ArrowRules.Project(odd, Sample),
                "src/RunbookDsl.Odd/RunbookDsl.Odd.csproj: RunbookDsl.Odd has no row in "
                    + "the table of src/README.md"
            );
            Assert.That(
                ArrowRules.Mirror(oddTests, []).Single(),
                Does.EndWith("mirrors src/RunbookDsl.Odd/RunbookDsl.Odd.csproj, which is not there")
            );
            Assert.That(ArrowRules.Mirror(oddTests, [odd.Path]).Single(), Does.Contain("does not refer to"));
        }
    }
}
