namespace RunbookDsl.Testing.NUnit.Tests;

[TestFixture]
public sealed class DocumentedRunbooks : RunbookTests
{
    protected override string Folder => "tests/RunbookDsl.Testing.NUnit.Tests/Sample";

    protected override int MinimumCoverage => 50;
}
