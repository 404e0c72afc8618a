using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>A file, folder or symbolic link of a scripted machine.</summary>
internal sealed record FileNode(FileNodeKind Kind, int Mode, string Owner, DateTimeOffset Modified)
{
    /// <summary>The only disk.</summary>
    public const string Device = "2049";
    private const int ShownCharacters = 60;
    private string? _summary;

    // Not the summary: a copy is made to be different.
    private FileNode(FileNode other) =>
        (Kind, Mode, Owner, Modified, Content, Target, Group, Inode) = (
            other.Kind,
            other.Mode,
            other.Owner,
            other.Modified,
            other.Content,
            other.Target,
            other.Group,
            other.Inode
        );

    public ImmutableArray<byte> Content { get; init; } = [];

    /// <summary>Where a link leads.</summary>
    public string Target { get; init; } = "";

    public string Group { get; init; } = Owner;

    /// <summary>Stays with it when it gets another name.</summary>
    public long Inode { get; init; }

    public string Text => Encoding.UTF8.GetString(Content.AsSpan());

    /// <summary><c>-rw-r--r--</c>.</summary>
    public string ModeText
    {
        get
        {
            var text = new StringBuilder(
                Kind switch
                {
                    FileNodeKind.Folder => "d",
                    FileNodeKind.Link => "l",
                    _ => "-",
                }
            );
            for (var bit = 8; bit >= 0; bit--)
                text.Append((Mode & (1 << bit)) == 0 ? '-' : "xwr"[bit % 3]);
            return text.ToString();
        }
    }

    /// <summary>What it is, for comparing: mode, owner, and what is in it.</summary>
    public string Summary => _summary ??= Summarize();

    private string Summarize()
    {
        if (Kind == FileNodeKind.Link)
            return $"-> {Target}";
        var head = $"{Convert.ToString(Mode, 8).PadLeft(4, '0')} {Owner}";
        if (Kind == FileNodeKind.Folder)
            return $"folder {head}";
        var text = Text;
        if (text.Length <= ShownCharacters && !text.Any(c => char.IsControl(c) && c != '\n'))
            return $"{head} \"{text.TrimEnd('\n').Replace("\n", "\\n", StringComparison.Ordinal)}\"";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Content.AsSpan()))[..12];
        var first = text.Split('\n', 2)[0];
        first = first.Any(char.IsControl) ? "" : first;
        first = first.Length > ShownCharacters ? first[..ShownCharacters] + "…" : first;
        return $"{head} {Content.Length} bytes {hash} \"{first}\"";
    }
}
