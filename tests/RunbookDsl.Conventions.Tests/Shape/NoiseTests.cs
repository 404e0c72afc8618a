namespace RunbookDsl.Conventions.Tests.Shape;

/// <summary>Regions, pragmas and suppressions.</summary>
internal sealed class NoiseTests
{
    [Test]
    public void No_regions() => Look.At(Repository.Code, NoiseRules.Regions);

    [Test]
    public void Pragmas_have_a_reason() => Look.At(Repository.Code, NoiseRules.Pragmas);

    [Test]
    public void Suppressions_have_a_reason() => Look.At(Repository.Code, NoiseRules.Suppressions);

    [Test]
    public void Region_IsCaught() =>
        Look.Caught(
            NoiseRules.Regions(new("src/A/B.cs", "class B {\n#region Private\n#endregion\n}\n")),
            "src/A/B.cs(2): no regions; split the file instead"
        );

    [Test]
    public void Pragma_WithoutReason_IsCaught()
    {
        var file = new SourceFile(
            "src/A/B.cs",
            "#pragma warning disable CA1\n#pragma warning restore CA1\n"
                + "#pragma warning disable CA2 // the caller owns it\n"
                + "// the caller owns it\n#pragma warning disable CA3\nclass B;\n"
        );
        Look.Caught(NoiseRules.Pragmas(file), "src/A/B.cs(1): a warning is silenced without a reason");
    }

    [Test]
    public void Suppression_WithoutReason_IsCaught()
    {
        var file = new SourceFile(
            "src/A/B.cs",
            "[SuppressMessage(\"A\", \"B\")]\nclass A;\n[SuppressMessage(\"A\", \"B\", "
                + "Justification = \"\")]\nclass B;\n"
                + "[SuppressMessage(\"A\", \"B\", Justification = \"read by the serializer\")]\nclass C;\n"
        );
        Look.Caught(
            NoiseRules.Suppressions(file),
            "src/A/B.cs(1): a warning is suppressed without a Justification",
            "src/A/B.cs(3): a warning is suppressed without a Justification"
        );
    }
}
