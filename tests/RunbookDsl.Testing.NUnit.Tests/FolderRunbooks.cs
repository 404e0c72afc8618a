namespace RunbookDsl.Testing.NUnit.Tests;

/// <summary>The cases over any folder, called by hand. Found by NUnit as well, over the sample.</summary>
internal sealed class FolderRunbooks : RunbookTests
{
    private readonly string? _folder;
    private readonly bool _isCi = true;

    public FolderRunbooks() { }

    public FolderRunbooks(string folder, bool isCi) => (_folder, _isCi) = (folder, isCi);

    protected override string Folder => _folder ?? "tests/RunbookDsl.Testing.NUnit.Tests/Sample";

    protected override bool IsCi => _isCi;
}
