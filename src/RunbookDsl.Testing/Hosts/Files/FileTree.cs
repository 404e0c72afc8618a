using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>
/// The files of a scripted machine. Nodes are immutable, so a copy of the map is a snapshot. Names are
/// absolute paths; <c>user</c> is who asks, and root may do everything.
/// </summary>
internal sealed class FileTree(TimeProvider clock)
{
    private const int MostLinks = 40;
    private const int MostNodes = 20_000;
    private const int LargestFile = 64 << 20;
    private readonly Lock _gate = new();
    private long _inodes = 100;
    private readonly Dictionary<string, FileNode> _nodes = new(StringComparer.Ordinal)
    {
        ["/"] = new(FileNodeKind.Folder, 0b111_101_101, "root", clock.GetUtcNow()),
    };

    /// <summary>Files that are made when they are read, such as the boot id; null is not there.</summary>
    public Dictionary<string, Func<string?>> Computed { get; } = new(StringComparer.Ordinal);

    /// <summary>Everything that was there when this was asked, sorted by name.</summary>
    public IReadOnlyList<KeyValuePair<string, FileNode>> All
    {
        get
        {
            lock (_gate)
                return [.. _nodes.OrderBy(n => n.Key, StringComparer.Ordinal)];
        }
    }

    /// <summary>An absolute path without <c>.</c>, <c>..</c> and doubled slashes.</summary>
    public static string Absolute(string path, string folder)
    {
        var parts = new List<string>();
        foreach (var part in (path.StartsWith('/') ? path : $"{folder}/{path}").Split('/'))
            if (part == "..")
                parts = parts.Count == 0 ? parts : parts[..^1];
            else if (part.Length > 0 && part != ".")
                parts.Add(part);
        return "/" + string.Join('/', parts);
    }

    public static string ParentOf(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash <= 0 ? "/" : path[..slash];
    }

    public static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>The node behind a path; null when there is none.</summary>
    public FileNode? Find(string path, bool followsLast = true)
    {
        lock (_gate)
            return Look(Real(path, followsLast));
    }

    /// <summary>The path with every link replaced by where it leads; the last name may be new.</summary>
    public string Resolve(string path, bool followsLast = true)
    {
        lock (_gate)
            return Real(path, followsLast);
    }

    public byte[] Read(string path, string user)
    {
        lock (_gate)
        {
            var node = Look(Real(path, true)) ?? throw new FileFault(path, FileFault.Missing);
            if (node.Kind == FileNodeKind.Folder)
                throw new FileFault(path, FileFault.IsFolder);
            Allow(node, 0b100, user, path);
            return [.. node.Content];
        }
    }

    /// <summary>Writes a whole file; a new one belongs to <paramref name="user"/>.</summary>
    public void Write(string path, ReadOnlySpan<byte> content, string user, int? mode = null)
    {
        lock (_gate)
        {
            var real = Real(path, true);
            if (content.Length > LargestFile)
                throw new FileFault(path, FileFault.Full);
            var earlier = _nodes.GetValueOrDefault(real);
            if (earlier is null)
                AllowChild(real, user, path);
            else if (earlier.Kind == FileNodeKind.Folder)
                throw new FileFault(path, FileFault.IsFolder);
            else
                Allow(earlier, 0b010, user, path);
            earlier ??= new(FileNodeKind.File, mode ?? 0b110_100_100, user, clock.GetUtcNow());
            Keep(
                real,
                earlier with
                {
                    Content = ImmutableArray.Create(content),
                    Modified = clock.GetUtcNow(),
                }
            );
        }
    }

    public void MakeFolder(string path, string user, int mode = 0b111_101_101)
    {
        lock (_gate)
        {
            var real = Real(path, true);
            if (_nodes.ContainsKey(real))
                throw new FileFault(path, FileFault.Exists);
            AllowChild(real, user, path);
            Keep(real, new(FileNodeKind.Folder, mode, user, clock.GetUtcNow()));
        }
    }

    /// <summary>Makes a folder and what is missing above it.</summary>
    public void MakeFolders(string path, string user)
    {
        if (Find(path) is { } there)
        {
            if (there.Kind != FileNodeKind.Folder)
                throw new FileFault(path, FileFault.Exists);
            return;
        }
        MakeFolders(ParentOf(path), user);
        MakeFolder(path, user);
    }

    public void Link(string path, string target, string user)
    {
        lock (_gate)
        {
            var real = Real(path, false);
            if (_nodes.ContainsKey(real))
                throw new FileFault(path, FileFault.Exists);
            AllowChild(real, user, path);
            Keep(real, new(FileNodeKind.Link, 0b111_111_111, user, clock.GetUtcNow()) { Target = target });
        }
    }

    /// <summary>Removes a file, link or empty folder; with <paramref name="deep"/> a whole tree.</summary>
    public void Remove(string path, string user, bool deep = false)
    {
        lock (_gate)
        {
            var real = Real(path, false);
            if (!_nodes.ContainsKey(real))
                throw new FileFault(path, FileFault.Missing);
            AllowChild(real, user, path);
            var below = Below(real);
            if (below.Count > 0 && !deep)
                throw new FileFault(path, FileFault.NotEmpty);
            foreach (var name in below)
                _nodes.Remove(name);
            _nodes.Remove(real);
        }
    }

    /// <summary>Gives a node another name, in one moment; a file of that name is gone.</summary>
    public void Move(string from, string to, string user)
    {
        lock (_gate)
        {
            var (source, target) = (Real(from, false), Real(to, false));
            var node = _nodes.GetValueOrDefault(source) ?? throw new FileFault(from, FileFault.Missing);
            AllowChild(source, user, from);
            AllowChild(target, user, to);
            if (source == target)
                return;
            if (_nodes.GetValueOrDefault(target)?.Kind == FileNodeKind.Folder)
                throw new FileFault(to, FileFault.IsFolder);
            foreach (var name in Below(source))
            {
                _nodes[target + name[source.Length..]] = _nodes[name];
                _nodes.Remove(name);
            }
            _nodes.Remove(source);
            _nodes[target] = node;
        }
    }

    /// <summary>Changes mode, owner or time; only the owner and root may.</summary>
    public void Change(string path, string user, Func<FileNode, FileNode> change)
    {
        lock (_gate)
        {
            var real = Real(path, true);
            var node = _nodes.GetValueOrDefault(real) ?? throw new FileFault(path, FileFault.Missing);
            if (user != "root" && node.Owner != user)
                throw new FileFault(path, "Operation not permitted");
            _nodes[real] = change(node);
        }
    }

    /// <summary>Names in a folder, sorted.</summary>
    public IReadOnlyList<string> List(string path, string user = "root")
    {
        lock (_gate)
        {
            var real = Real(path, true);
            var node = Look(real) ?? throw new FileFault(path, FileFault.Missing);
            if (node.Kind != FileNodeKind.Folder)
                throw new FileFault(path, FileFault.NoFolder);
            Allow(node, 0b100, user, path);
            return
            [
                .. _nodes
                    .Keys.Where(k => k != "/" && ParentOf(k) == real)
                    .Select(NameOf)
                    .Order(StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>Whether <paramref name="user"/> may read (4), write (2) or execute (1).</summary>
    public static bool Allows(FileNode node, int bit, string user) =>
        user == "root" || (node.Mode & (node.Owner == user ? bit << 6 : bit)) != 0;

    private static void Allow(FileNode node, int bit, string user, string path)
    {
        if (!Allows(node, bit, user))
            throw new FileFault(path, FileFault.Denied);
    }

    private void AllowChild(string real, string user, string path)
    {
        var parent = _nodes.GetValueOrDefault(ParentOf(real)) ?? throw new FileFault(path, FileFault.Missing);
        if (parent.Kind != FileNodeKind.Folder)
            throw new FileFault(path, FileFault.NoFolder);
        Allow(parent, 0b010, user, path);
    }

    private void Keep(string real, FileNode node)
    {
        if (_nodes.Count >= MostNodes && !_nodes.ContainsKey(real))
            throw new FileFault(real, FileFault.Full);
        _nodes[real] = node.Inode == 0 ? node with { Inode = ++_inodes } : node;
    }

    private FileNode? Look(string real) =>
        Computed.TryGetValue(real, out var make) && make() is { } text
            ? new FileNode(FileNodeKind.File, 0b100_100_100, "root", clock.GetUtcNow())
            {
                Content = [.. System.Text.Encoding.UTF8.GetBytes(text)],
            }
            : _nodes.GetValueOrDefault(real);

    private List<string> Below(string real) =>
        [.. _nodes.Keys.Where(k => k.StartsWith(real + "/", StringComparison.Ordinal))];

    private string Real(string path, bool followsLast)
    {
        var left = new Stack<string>(path.Split('/').Where(p => p.Length > 0).Reverse());
        var at = "/";
        for (var links = 0; left.Count > 0; )
        {
            var next = Absolute(left.Pop(), at);
            if (
                (followsLast || left.Count > 0)
                && _nodes.GetValueOrDefault(next) is { Kind: FileNodeKind.Link } link
            )
            {
                if (++links > MostLinks)
                    throw new FileFault(path, FileFault.Loop);
                foreach (var part in link.Target.Split('/').Where(p => p.Length > 0).Reverse())
                    left.Push(part);
                at = link.Target.StartsWith('/') ? "/" : at;
                continue;
            }
            at = next;
        }
        return at;
    }
}
