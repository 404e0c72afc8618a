namespace RunbookDsl.Testing;

/// <summary>Says what a repository of the world holds.</summary>
public sealed class GitRemoteBuilder
{
    private readonly WorldSession _session;
    private GitRemoteSpec _spec;

    internal GitRemoteBuilder(WorldSession session, GitRemoteSpec spec)
    {
        (_session, _spec) = (session, spec);
        session.Put(null, spec);
    }

    /// <summary>A file of the first commit.</summary>
    /// <param name="path">Relative, without <c>..</c>.</param>
    /// <param name="content">Its text.</param>
    public GitRemoteBuilder File(string path, string content) =>
        Change(_spec with { Files = _spec.Files.SetItem(path, content) });

    /// <summary>The branch that the first commit is on; <c>main</c> where it is not said.</summary>
    public GitRemoteBuilder Branch(string name) => Change(_spec with { Branch = name });

    private GitRemoteBuilder Change(GitRemoteSpec changed)
    {
        _session.Put(_spec, changed);
        _spec = changed;
        return this;
    }
}
