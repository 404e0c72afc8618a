namespace RunbookDsl.LanguageServer.Tests;

internal sealed class EditorFilesSpecs
{
    private static readonly string[] Paths =
    [
        ".nvim.lua",
        ".emacs/runbook-eglot.el",
        ".helix/languages.toml",
        ".vscode/settings.json",
        ".vscode/extensions.json",
        ".vscode/launch.json",
    ];

    [Test]
    public void They_are_written_once_and_never_over_what_is_there()
    {
        using var folder = new ScriptFolder();
        folder.Write(".helix/languages.toml", "mine");

        var written = EditorFiles.Write(folder.Path);
        Assert.That(written.Select(w => w.Path), Is.EqualTo(Paths));
        Assert.That(
            written.Where(w => !w.IsWritten).Select(w => w.Path),
            Is.EqualTo(new[] { ".helix/languages.toml" })
        );
        Assert.That(File.ReadAllText(folder[".helix/languages.toml"]), Is.EqualTo("mine"));
        Assert.That(File.ReadAllText(folder[".nvim.lua"]), Does.Contain("cmd = { 'runbook', 'lsp' }"));

        Assert.That(EditorFiles.Write(folder.Path).Where(w => w.IsWritten), Is.Empty);
    }
}
