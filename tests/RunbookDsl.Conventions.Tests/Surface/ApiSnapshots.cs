namespace RunbookDsl.Conventions.Tests.Surface;

/// <summary>The reviewed public API of each assembly, a file each.</summary>
/// <param name="folder">Where the reviewed files lie.</param>
/// <param name="accept">Write what was found over what was reviewed.</param>
/// <param name="readOnly">Continuous integration: nothing is written, not even for comparing.</param>
internal sealed class ApiSnapshots(string folder, bool accept, bool readOnly)
{
    public static ApiSnapshots Reviewed =>
        new(
            Repository.Full("tests/RunbookDsl.Conventions.Tests/api"),
            accept: Environment.GetEnvironmentVariable("RUNBOOK_ACCEPT") == "1",
            readOnly: Environment.GetEnvironmentVariable("CI") == "true"
        );

    public IEnumerable<string> Compare(string assembly, string found)
    {
        var verified = Path.Combine(folder, assembly + ".verified.txt");
        var received = Path.Combine(folder, assembly + ".received.txt");
        var reviewed = File.Exists(verified) ? File.ReadAllText(verified) : "";
        if (accept && !readOnly)
        {
            File.WriteAllText(verified, found);
            reviewed = found;
        }

        if (reviewed == found)
        {
            if (!readOnly)
                File.Delete(received);
            return [];
        }

        if (!readOnly)
            File.WriteAllText(received, found);
        return
        [
            $"{assembly}: the public API changed; review it, then run with RUNBOOK_ACCEPT=1:\n"
                + Diff(reviewed, found),
        ];
    }

    /// <summary>A reviewed file whose assembly is gone would be trusted for ever.</summary>
    public IEnumerable<string> Orphans(IReadOnlyCollection<string> assemblies) =>
        Directory
            .EnumerateFiles(folder, "*.verified.txt")
            .Select(f => Path.GetFileName(f)[..^".verified.txt".Length])
            .Except(assemblies)
            .Order(StringComparer.Ordinal)
            .Select(name => $"{name}.verified.txt: there is no such assembly in src/; delete the file");

    private static string Diff(string reviewed, string found)
    {
        var before = Members(reviewed);
        var after = Members(found);
        return string.Join(
            '\n',
            before.Except(after).Select(l => "  - " + l).Concat(after.Except(before).Select(l => "  + " + l))
        );
    }

    /// <summary>
    /// Each member with its type before it, so that a line of the difference stands for itself.
    /// </summary>
    private static List<string> Members(string api)
    {
        var type = "";
        var members = new List<string>();
        foreach (var line in api.Split('\n').Where(l => l.Length > 0))
        {
            if (!line.StartsWith(' '))
                type = line;
            members.Add(line.StartsWith(' ') ? $"{type} {{ {line.Trim()} }}" : line);
        }

        return members;
    }
}
