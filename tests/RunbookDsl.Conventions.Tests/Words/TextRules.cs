using System.Text.RegularExpressions;

namespace RunbookDsl.Conventions.Tests.Words;

/// <summary>What may stand in no tracked text, whatever its language.</summary>
internal static partial class TextRules
{
    // Put together here, so that this file is not its own violation.
    private static readonly Regex Unfinished = new(
        @"\b(TO" + "DO|FIX" + "ME|HA" + @"CK)\b",
        RegexOptions.Compiled
    );

    private static readonly Regex MachinePath = new(
        @"(?<![\w.\-])/(wo" + "rk|ro" + @"ot|ho" + @"me/\w+)/",
        RegexOptions.Compiled
    );

    private static readonly string[] Registries =
    [
        "nuget" + ".org",
        "registry.npm" + "js.org",
        "registry." + "npmmirror",
        "pypi" + ".org",
        "pkgs.dev." + "azure.com",
        "pkg.github" + ".com",
        "proxy.golang" + ".org",
    ];

    public static IEnumerable<string> Check(string path, string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            foreach (var found in Line(lines[i]))
                yield return $"{path}({i + 1}): {found}";
        }
    }

    /// <summary>Pictures and archives are not read.</summary>
    public static bool IsText(string path) => !Binary().IsMatch(path);

    private static IEnumerable<string> Line(string line)
    {
        if (Unfinished.Match(line) is { Success: true } word)
            yield return $"{word.Value}: finish it, or file an issue";
        if (MachinePath.Match(line) is { Success: true } path)
            yield return $"{path.Value}: a path of one machine";
        foreach (var host in Registries.Where(h => line.Contains(h, StringComparison.OrdinalIgnoreCase)))
            yield return $"{host}: the registry is the machine's setting, not the project's";
    }

    [GeneratedRegex(@"\.(png|jpg|gif|ico|gz|zip|snk|nupkg|dump)$")]
    private static partial Regex Binary();
}
