using System.Security.Cryptography;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>
/// What nginx makes of its files: the main file and what it includes, links followed. What is in force is
/// what was there when it was last started or reloaded.
/// </summary>
internal sealed class NginxConfig(HostMachine machine)
{
    public const string Main = "/etc/nginx/nginx.conf";
    private const int MostIncludes = 200;

    /// <summary>The configuration that requests are answered by, for comparing; null before the first
    /// start.</summary>
    public string? InForce { get; private set; }

    /// <summary>All its text; null before the first start.</summary>
    public string? Serving { get; private set; }

    /// <summary>What is wrong with the files, in nginx's own words; null when nothing is.</summary>
    public string? Fault() => Read(out _);

    public void Load()
    {
        if (Read(out var files) is not null)
            return;
        machine.Certificates.Load();
        InForce = Describe(files);
        Serving = string.Concat(files.Select(f => f.Text));
    }

    private string? Read(out List<(string Path, string Text)> files)
    {
        files = [];
        var left = new Queue<string>([Main]);
        while (left.TryDequeue(out var path) && files.Count < MostIncludes)
        {
            if (machine.Files.Find(path) is not { Kind: FileNodeKind.File } node)
                return $"open() \"{path}\" failed (2: No such file or directory)";
            files.Add((path, node.Text));
            if (Check(path, node.Text, left) is { } fault)
                return fault;
        }
        return null;
    }

    private string? Check(string path, string text, Queue<string> left)
    {
        var (level, number) = (0, 0);
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Split('#', 2)[0].Trim();
            level += line.Count(c => c == '{') - line.Count(c => c == '}');
            if (level < 0)
                return $"unexpected \"}}\" in {path}:{number}";
            if (line.Length > 0 && line[^1] is not (';' or '{' or '}'))
                return $"directive \"{line.Split(' ')[0]}\" is not terminated by \";\" in {path}:{number}";
            if (line.StartsWith("include ", StringComparison.Ordinal))
                foreach (var file in Included(line[8..].TrimEnd(';').Trim()))
                    left.Enqueue(file);
        }
        return level == 0 ? null : $"unexpected end of file, expecting \"}}\" in {path}:{number}";
    }

    private IEnumerable<string> Included(string pattern)
    {
        var path = FileTree.Absolute(pattern, "/etc/nginx");
        if (path.AsSpan().IndexOfAny('*', '?') < 0)
            return [path];
        var folder = FileTree.ParentOf(path);
        return machine.Files.Find(folder) is { Kind: FileNodeKind.Folder }
            ? machine
                .Files.List(folder)
                .Where(n => Glob.Matches(n, FileTree.NameOf(path)))
                .Select(n => FileTree.Absolute(n, folder))
            : [];
    }

    private string Describe(List<(string Path, string Text)> files)
    {
        var all = new StringBuilder();
        foreach (var (path, text) in files)
            all.Append(path).Append('\n').Append(text).Append('\n');
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())))[..12];
        var names = files.Skip(1).Select(f => Shown(f.Path)).Prepend($"{hash}");
        return string.Join(", ", names);
    }

    private string Shown(string path) =>
        machine.Files.Find(path, false) is { Kind: FileNodeKind.Link } link
            ? $"{path} -> {link.Target}"
            : path;
}
