namespace RunbookDsl.Conventions.Tests.Arrows;

/// <summary>Arrows point inwards to RunbookDsl, which needs nothing.</summary>
internal static class ArrowRules
{
    private const string Compiler = "RunbookDsl.Scripting.Compiler";

    // Reads what the compiler makes of a script; like the compiler it is never loaded by a cached start.
    private const string Lint = "RunbookDsl.Lint";

    // Loaded by `runbook lsp` alone.
    private const string Editors = "RunbookDsl.LanguageServer";

    // Loaded by `runbook docs`, `import` and `export --format` alone.
    private const string Documents = "RunbookDsl.Documents";

    // Analyzers: they run in the build and are not there when the product runs.
    private static readonly string[] BuildOnly =
    [
        "Microsoft.CodeAnalysis.BannedApiAnalyzers",
        "Microsoft.CodeAnalysis.Analyzers",
    ];

    public static IEnumerable<string> Project(ProjectFile project, ArrowTable table)
    {
        if (!table.Knows(project.Name))
            yield return $"{project.Path}: {project.Name} has no row in the table of src/README.md";
        foreach (var target in project.Projects)
        {
            var name = Path.GetFileNameWithoutExtension(target);
            if (target != $"src/{name}/{name}.csproj")
                yield return $"{project.Path}: refers to {target}, which is not a project of src/";
            else if (!table.Allows(project.Name, name))
                yield return $"{project.Path}: refers to {name}, which src/README.md does not allow";
        }
    }

    public static IEnumerable<string> Packages(ProjectFile project)
    {
        foreach (var package in project.VersionedPackages)
            yield return $"{project.Path}: {package} has a version; versions live in runbook.props";
        foreach (var package in project.Packages.Except(BuildOnly))
        {
            if (project.Name == "RunbookDsl")
                yield return $"{project.Path}: refers to {package}; RunbookDsl needs no package";
            else if (IsRoslyn(package) && project.Name is not (Compiler or Lint or Editors or Documents))
                yield return $"{project.Path}: refers to {package}; only {Compiler} knows Roslyn";
        }
    }

    /// <summary>What the compiler wrote into the assembly, whatever the project file says.</summary>
    public static IEnumerable<string> Assembly(string name, IEnumerable<string> referenced, ArrowTable table)
    {
        foreach (var target in referenced)
        {
            if (target.StartsWith("RunbookDsl", StringComparison.Ordinal) && !table.Allows(name, target))
                yield return $"{name}.dll: uses {target}, which src/README.md does not allow";
            if (IsRoslyn(target) && name is not (Compiler or Lint or Editors or Documents))
                yield return $"{name}.dll: uses {target}; only {Compiler} knows Roslyn";
            if (name == "RunbookDsl" && !target.StartsWith("System.", StringComparison.Ordinal))
                yield return $"{name}.dll: uses {target}; RunbookDsl needs nothing but the base libraries";
        }
    }

    /// <summary><c>tests/X.Tests</c> tests <c>src/X</c>; those that look at everything are named.</summary>
    public static IEnumerable<string> Mirror(ProjectFile test, IReadOnlyCollection<string> sources)
    {
        string[] whole =
        [
            "RunbookDsl.Conventions",
            "RunbookDsl.Runbooks",
            "RunbookDsl.Crash",
            "RunbookDsl.Templates",
        ];
        var subject = test.Name[..^".Tests".Length];
        var project = $"src/{subject}/{subject}.csproj";
        if (whole.Contains(subject))
            yield break;
        if (!sources.Contains(project))
            yield return $"{test.Path}: mirrors {project}, which is not there";
        else if (!test.Projects.Contains(project))
            yield return $"{test.Path}: does not refer to {project}, the project it is named after";
    }

    private static bool IsRoslyn(string name) =>
        name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal);
}
