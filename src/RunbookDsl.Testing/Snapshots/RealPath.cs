namespace RunbookDsl.Testing;

/// <summary>Where a path leads when every link in it is followed.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The path without links; parts that are not there stay as they are.</summary>
    public static string Of(string path)
    {
        var open = new Stack<string>(Parts(Path.GetFullPath(path)).Reverse());
        var real = "/";
        for (var links = 0; open.TryPop(out var part); )
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? "/";
                continue;
            }
            var next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }
            if (++links > MostLinks)
                throw new SnapshotException(
                    $"{path} leads through more than {MostLinks} links. Mend the links."
                );
            real = Path.IsPathRooted(target) ? "/" : real;
            foreach (var of in Parts(target).Reverse())
                open.Push(of);
        }
        return real;
    }

    private static IEnumerable<string> Parts(string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(p => p != ".");
}
