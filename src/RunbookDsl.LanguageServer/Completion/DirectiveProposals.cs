using Microsoft.CodeAnalysis.Text;
using RunbookDsl.Scripting.Packages;

namespace RunbookDsl.LanguageServer;

/// <summary>Inside <c>#load "…"</c> and <c>#r "…"</c>, and the words behind <c>#</c>.</summary>
internal static class DirectiveProposals
{
    private const int MostFiles = 200;

    public static Proposals? For(Place place, CancellationToken cancellation)
    {
        var lines = TextLines.Of(place.Text);
        var (line, _) = lines.PositionOf(place.Offset);
        var start = lines.StartOf(line);
        var before = place.Text.ToString(TextSpan.FromBounds(start, place.Offset));
        var sign = before.Length - before.TrimStart().Length;
        if (sign == before.Length || before[sign] != '#' || place.TokenBefore().Span.End > place.Offset)
            return null;
        var quote = before.IndexOf('"', StringComparison.Ordinal);
        if (quote < 0)
            return new(TextSpan.FromBounds(start + sign, place.Offset), Directives);
        if (before.IndexOf('"', quote + 1) >= 0)
            return Proposals.None;
        var typed = before[(quote + 1)..];
        cancellation.ThrowIfCancellationRequested();
        return before.AsSpan(sign).StartsWith("#load") ? Paths(place, typed, "*.csx")
            : before.AsSpan(sign).StartsWith("#r") ? References(place, typed)
            : Proposals.None;
    }

    private static Proposal[] Directives =>
        [
            .. new[]
            {
                "#load \"\"",
                "#r \"\"",
                "#r \"nuget: \"",
                "#if",
                "#endif",
                "#nullable enable",
            }.Select(w => new Proposal(w, Proposal.Keyword, 10)),
        ];

    private static Proposals References(Place place, string typed)
    {
        if (PackageDirective.IsPackage(typed))
            return new(
                new(place.Offset - typed.Length, typed.Length),
                [.. Restored(place).Select(p => new Proposal($"nuget: {p}", Proposal.Module, 10))]
            );
        var files = Paths(place, typed, "*.dll");
        return files with { All = [.. files.All, new Proposal("nuget: ", Proposal.Module, 5)] };
    }

    // What `runbook restore` has brought: nothing else could be used without the network.
    private static IEnumerable<string> Restored(Place place)
    {
        try
        {
            var content = File.ReadAllBytes(place.Analysis.Request.LockFile);
            return PackageLockFormat.Read(content, out _) is { } known
                ? known.Packages.Values.Select(p => $"{p.Id}, {p.Version}")
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Files and folders that go on with what is typed.</summary>
    internal static Proposals Paths(Place place, string typed, string pattern)
    {
        var slash = typed.LastIndexOf('/');
        var replaces = TextSpan.FromBounds(place.Offset - (typed.Length - slash - 1), place.Offset);
        if (typed.Contains('\0', StringComparison.Ordinal))
            return Proposals.None;
        var home = Path.GetDirectoryName(place.Path) ?? "/";
        var folder = Path.GetFullPath(slash < 0 ? "." : typed[..(slash + 1)], home);
        var found = new List<Proposal>();
        try
        {
            if (!Directory.Exists(folder))
                return new(replaces, found);
            foreach (var file in Directory.EnumerateFiles(folder, pattern).Take(MostFiles))
                if (file != place.Path)
                    found.Add(
                        new(
                            Path.GetFileName(file),
                            Proposal.File,
                            file.EndsWith(".world.csx", StringComparison.Ordinal) ? 30 : 10
                        )
                    );
            foreach (var below in Directory.EnumerateDirectories(folder).Take(MostFiles))
                if (Path.GetFileName(below)[0] != '.')
                    found.Add(new(Path.GetFileName(below) + "/", Proposal.Folder, 20));
            found.Add(new("../", Proposal.Folder, 40));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(replaces, found);
        }
        return new(replaces, found);
    }
}
