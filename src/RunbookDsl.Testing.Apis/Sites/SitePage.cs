using System.Collections.Immutable;

namespace RunbookDsl.Testing.Apis;

/// <summary>What a server answers to one path.</summary>
/// <param name="Path">Beginning with a slash; <c>/*</c> takes every path that no other page takes.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">Makes the body each time it is asked for.</param>
public sealed record SitePage(string Path, int Status, Func<Stage, string> Body)
{
    /// <summary>Content type. Default: HTML in UTF-8.</summary>
    public string Type { get; init; } = "text/html; charset=utf-8";

    /// <summary>Further headers.</summary>
    public ImmutableSortedDictionary<string, string> Headers { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    internal bool Takes(string path) => Path == path || Path == "/*";
}
