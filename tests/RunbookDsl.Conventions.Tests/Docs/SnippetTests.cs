namespace RunbookDsl.Conventions.Tests.Docs;

/// <summary>No code in prose that was not compiled.</summary>
internal sealed class SnippetTests
{
    private const string Source = """
        Step("One")
            .Run(First);

        Step("Two").Run(Second);
        Step("Three").Run(Third);
        """;

    [Test]
    public void Code_in_prose_is_compiled_code() =>
        Look.At(
            Repository.Files.Where(f => f.EndsWith(".md", StringComparison.Ordinal)),
            f => SnippetRules.Check(f, Repository.Text(f), Compiled)
        );

    [Test]
    public void CodeFromItsFile_Passes() =>
        Assert.That(
            Check(
                """
                <!-- code: a.csx -->

                ```csharp
                  Step("One")
                      .Run(First);
                  // …
                  Step("Three").Run(Third);
                ```
                ```console
                $ anything
                ```
                """
            ),
            Is.Empty
        );

    [Test]
    public void CodeWithoutMarker_IsCaught() =>
        Look.Caught(
            Check("text\n```csharp\nStep(\"One\");\n```\n"),
            "README.md(2): C# without <!-- code: path --> before it: prose shows only what is compiled"
        );

    [TestCase("Step(\"Four\");", "not in a.csx: Step(\"Four\");")]
    [TestCase("Step(\"Three\").Run(Third);\n// …\nStep(\"One\")", "not in a.csx: Step(\"One\")")]
    public void CodeNotInItsFile_IsCaught(string code, string found) =>
        Look.Caught(Check($"<!-- code: a.csx -->\n```csharp\n{code}\n```\n"), $"README.md(2): {found}");

    [Test]
    public void UnknownFileAndOpenFence_AreCaught()
    {
        using (Assert.EnterMultipleScope())
        {
            Look.Caught(
                Check("<!-- code: gone.csx -->\n```csharp\nx\n```\n"),
                "README.md(2): gone.csx is not a compiled file of this repository"
            );
            Look.Caught(Check("```csharp\nx\n"), "README.md(1): the fence is never closed");
        }
    }

    private static IEnumerable<string> Check(string markdown) =>
        SnippetRules.Check("README.md", markdown, file => file == "a.csx" ? Source : null);

    /// <summary>Sources are built, runbooks are compiled and rehearsed by their tests.</summary>
    private static string? Compiled(string file)
    {
        var isCode =
            file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".csx", StringComparison.Ordinal);
        var isBuilt = file.Split('/')[0] is "src" or "tests" or "runbooks";
        return isCode && isBuilt && Repository.Files.Contains(file) ? Repository.Text(file) : null;
    }
}
