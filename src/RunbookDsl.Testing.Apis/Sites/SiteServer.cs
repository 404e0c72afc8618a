using System.Collections.Immutable;

namespace RunbookDsl.Testing.Apis;

/// <summary>A site as the server at one address has it.</summary>
/// <param name="Address">Its IP address.</param>
/// <param name="Where">The verb that made it.</param>
public sealed record SiteServer(string Address, SourceLocation Where)
{
    /// <summary>What it answers.</summary>
    public ImmutableArray<SitePage> Pages { get; init; } = [];

    /// <summary>Whether it answers at port 443. Default true.</summary>
    public bool HasTls { get; init; } = true;

    /// <summary>The scripted machine whose nginx stands before its pages; null is none.</summary>
    public string? Host { get; init; }

    /// <summary>The unit of that machine that makes the pages; null is nobody.</summary>
    public string? App { get; init; }

    /// <summary>
    /// The host, and the file on it, that closes this server while it is there: every path answers 503 with
    /// the file's text. Null: its web server has no such rule.
    /// </summary>
    public (string Host, string File)? ClosedWhile { get; init; }

    /// <summary>Whether it refuses every connection. Default false.</summary>
    public bool IsDown { get; init; }
}
