using System.Reflection;

namespace RunbookDsl.LanguageServer;

/// <summary>
/// The settings by which editors find the language server, as files of a repository.
/// </summary>
public static class EditorFiles
{
    private static readonly (string Resource, string Path)[] Files =
    [
        ("nvim.lua", ".nvim.lua"),
        ("runbook-eglot.el", ".emacs/runbook-eglot.el"),
        ("helix-languages.toml", ".helix/languages.toml"),
        ("vscode-settings.json", ".vscode/settings.json"),
        ("vscode-extensions.json", ".vscode/extensions.json"),
        ("vscode-launch.json", ".vscode/launch.json"),
    ];

    /// <summary>
    /// Writes them below a folder. One that is there already is left alone, since it may hold the user's own.
    /// </summary>
    /// <param name="directory">Full path of the repository.</param>
    /// <returns>Each path relative to the folder, and whether it was written.</returns>
    /// <exception cref="IOException">A file or folder cannot be made.</exception>
    public static IReadOnlyList<(string Path, bool IsWritten)> Write(string directory)
    {
        var done = new List<(string, bool)>();
        foreach (var (resource, relative) in Files)
        {
            var path = Path.Combine(directory, relative);
            var isNew = !Path.Exists(path);
            if (isNew)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, Content(resource));
            }
            done.Add((relative, isNew));
        }
        return done;
    }

    private static string Content(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("editor/" + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
