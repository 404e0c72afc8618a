using System.Text.RegularExpressions;

namespace RunbookDsl.Conventions.Tests.Layout;

/// <summary>What lies at the top, and that nothing is built or tested beside the solution.</summary>
internal static partial class SolutionRules
{
    private static readonly string[] TopLevel =
    [
        "src",
        "runbooks",
        "tests",
        "templates",
        "RunbookDsl.sln",
        "runbook.props",
        "README.md",
    ];

    // MSBuild and GitHub find these only here.
    private static readonly string[] Insisted = ["global.json", "LICENSE"];

    public static IEnumerable<string> Top(IEnumerable<string> files)
    {
        var names = files
            .Select(f => f.Split('/')[0])
            .Where(n => n[0] != '.')
            .ToHashSet(StringComparer.Ordinal);
        foreach (var name in names.Except(TopLevel).Except(Insisted).Order(StringComparer.Ordinal))
            yield return $"{name}: does not belong at the top of the repository";
        foreach (var name in TopLevel.Except(names))
            yield return $"{name}: is missing at the top of the repository";
    }

    public static IEnumerable<string> Solution(string solution, IReadOnlyCollection<string> projects)
    {
        var listed = Project()
            .Matches(solution)
            .Select(m => m.Groups[1].Value.Replace('\\', '/'))
            .ToHashSet();
        foreach (var project in projects.Except(listed))
            yield return $"{project}: is not in RunbookDsl.sln";
        foreach (var project in listed.Except(projects))
            yield return $"RunbookDsl.sln: {project} is not there";
    }

    /// <summary>A test project is found by its name, so that a new one runs without being listed.</summary>
    public static IEnumerable<string> Discovery(string script, IEnumerable<string> testProjects)
    {
        if (!script.Contains("*.Tests", StringComparison.Ordinal))
            yield return ".ci/test: does not look for *.Tests";
        foreach (var name in testProjects.Where(n => script.Contains(n, StringComparison.Ordinal)))
            yield return $".ci/test: names {name}; test projects are found by *.Tests";
    }

    [GeneratedRegex("= \"[^\"]+\", \"([^\"]+proj)\"")]
    private static partial Regex Project();
}
