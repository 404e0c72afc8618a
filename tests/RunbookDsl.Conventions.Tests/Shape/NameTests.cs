namespace RunbookDsl.Conventions.Tests.Shape;

/// <summary>Names of types, files and fields.</summary>
internal sealed class NameTests
{
    private static IEnumerable<SourceFile> Product => Repository.CodeUnder("src");

    [Test]
    public void One_public_type_a_file() => Look.At(Product, NameRules.OnePublicType);

    [Test]
    public void The_file_is_named_after_its_type() => Look.At(Repository.Code, NameRules.FileIsType);

    [Test]
    public void No_name_is_empty_of_meaning() => Look.At(Repository.Code, NameRules.EmptyNames);

    [Test]
    public void No_project_name_is_empty_of_meaning() =>
        Look.At(
            Repository.Files.Where(f => f.EndsWith(".csproj", StringComparison.Ordinal)),
            f => NameRules.EmptyNames(new(f, $"namespace {Path.GetFileNameWithoutExtension(f)};"))
        );

    [Test]
    public void Fields_are_camel_case_with_an_underscore() => Look.At(Repository.Code, NameRules.Fields);

    [Test]
    public void TwoPublicTypes_AreCaught()
    {
        var file = new SourceFile(
            "src/A/One.cs",
            "namespace A;\npublic class One;\npublic record One<T>;\ninternal enum "
                + "Other;\npublic delegate void Two();\n"
        );
        Look.Caught(
            NameRules.OnePublicType(file),
            "src/A/One.cs: 2 public types (One, Two), at most one a file"
        );
    }

    [TestCase("Step.cs", "public class Step;", null)]
    [TestCase("Step.Retry.cs", "public partial class Step;", null)]
    [TestCase("Step.T.cs", "class Before; public class Step<T>;", null)]
    [TestCase("Program.cs", "return 0;", null)]
    [TestCase("Steps.cs", "class Step;", "its type is Step; expected Step.cs or Step.Concern.cs")]
    [TestCase(
        "First.cs",
        "class First; public class Step;",
        "its type is Step; expected Step.cs or Step.Concern.cs"
    )]
    [TestCase("Nothing.cs", "// only words", "holds no type")]
    public void FileName_AgainstItsType_IsChecked(string name, string text, string? found) =>
        Assert.That(
            NameRules.FileIsType(new($"src/A/{name}", text)),
            Is.EqualTo(found is null ? [] : (string[])[$"src/A/{name}: {found}"])
        );

    [Test]
    public void EmptyName_IsCaught()
    {
        var file = new SourceFile(
            "src/A/B.cs",
            "namespace A.Common;\nclass StepManager { enum Utils; }\nclass Managers;\nclass UtilisedDisk;\n"
        );
        Look.Caught(
            NameRules.EmptyNames(file),
            "src/A/B.cs(2): StepManager says nothing; name it after what it does",
            "src/A/B.cs(2): Utils says nothing; name it after what it does",
            "src/A/B.cs(1): Common says nothing; name it after what it does"
        );
    }

    [Test]
    public void FieldName_IsCaught()
    {
        var file = new SourceFile(
            "src/A/B.cs",
            "class B {\n const int Most = 1;\n static readonly int Shared = 2;\n"
                + " int _fine;\n int wrong;\n int _Wrong, _;\n}\n"
                + "[StructLayout(LayoutKind.Sequential)] struct Stat { public long st_size; }\n"
        );
        Look.Caught(
            NameRules.Fields(file),
            "src/A/B.cs(5): field wrong is not _camelCase",
            "src/A/B.cs(6): field _Wrong is not _camelCase",
            "src/A/B.cs(6): field _ is not _camelCase"
        );
    }
}
