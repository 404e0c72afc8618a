using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>A repository of a world.</summary>
internal sealed record GitRemoteSpec(string Name, SourceLocation Where) : WorldSystemSpec(Name, Where)
{
    private const string Wrong = "RB0250";

    /// <summary>As the runbook has it.</summary>
    public string Url { get; init; } = "";

    /// <summary>The branch of the first commit.</summary>
    public string Branch { get; init; } = "main";

    /// <summary>Files of the first commit: path and text.</summary>
    public ImmutableSortedDictionary<string, string> Files { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The last part of a URL, without <c>.git</c>.</summary>
    public static string NameOf(string url)
    {
        var last = url[(url.TrimEnd('/').LastIndexOfAny(['/', ':']) + 1)..].TrimEnd('/');
        return last.EndsWith(".git", StringComparison.Ordinal) ? last[..^4] : last;
    }

    /// <inheritdoc/>
    public override void Check(WorldSession session)
    {
        if (Name.Length == 0 || !Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            session.Report(Wrong, $"'{Url}' names no repository: write git@host:owner/name.git.", Where);
        if (Files.IsEmpty)
            session.Report(Wrong, $"'{Name}' is empty: add .File(\"README.md\", \"…\").", Where);
        foreach (var path in Files.Keys)
            if (
                path.Length == 0
                || Path.IsPathRooted(path)
                || path.Split('/').Any(p => p is ".." or ".git" or "")
            )
                session.Report(Wrong, $"'{path}' is no path in a repository.", Where);
    }

    /// <inheritdoc/>
    public override Task<IWorldSystem> StartAsync(WorldOptions options, CancellationToken cancellation) =>
        Task.FromResult<IWorldSystem>(new GitRemoteSystem(this, options));
}
