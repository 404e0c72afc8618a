using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing;

/// <summary>Words of a world file about repositories.</summary>
public static class GitVerbs
{
    /// <summary>
    /// A repository that others push to, with one commit on <c>main</c>. It is a real one: the runbook's
    /// <c>git</c> is led to it when it asks for the URL.
    /// </summary>
    /// <param name="url">As the runbook has it: <c>git@github.com:makerepo/shop.git</c>.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public static GitRemoteBuilder GitRemote(
        string url,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        ArgumentNullException.ThrowIfNull(url);
        return new(
            WorldSession.Current,
            new(GitRemoteSpec.NameOf(url), new(file, line, "GitRemote", url)) { Url = url }
        );
    }

    /// <summary>
    /// The commit that a repository of the world began with: what a site says that it runs,
    /// <c>.Page("/version", 200, stage =&gt; GitRevision(stage, "shop"))</c>.
    /// </summary>
    /// <param name="stage">The rehearsal.</param>
    /// <param name="name">The repository's name: the last part of its URL.</param>
    public static string GitRevision(Stage stage, string name)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Find<GitBook>()?.First(name)
            ?? throw new WorldException($"this world has no repository '{name}': write GitRemote(\"…\").");
    }

    /// <summary>
    /// A file of a repository of the world as the last push left it, for a site that is made with it; empty
    /// when there is none.
    /// </summary>
    /// <param name="stage">The rehearsal.</param>
    /// <param name="name">The repository's name.</param>
    /// <param name="path">The file.</param>
    /// <param name="branch">The branch.</param>
    public static string GitFile(Stage stage, string name, string path, string branch = "main")
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Find<GitBook>()?.File(name, $"{branch}: {path}") ?? "";
    }
}
