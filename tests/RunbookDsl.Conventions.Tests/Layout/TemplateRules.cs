using System.Text.RegularExpressions;

namespace RunbookDsl.Conventions.Tests.Layout;

/// <summary>What a template makes refers to packages of the versions that it was tested with.</summary>
internal static partial class TemplateRules
{
    public static IEnumerable<string> Versions(string file, string text, string props)
    {
        var own = Own().Match(props).Groups[1].Value;
        var others = Central().Matches(props).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        foreach (Match match in Named().Matches(text))
        {
            var (name, version) = (match.Groups[1].Value, match.Groups[2].Value);
            var wanted = name.StartsWith("RunbookDsl.", StringComparison.OrdinalIgnoreCase)
                ? own
                : others.GetValueOrDefault(name, "none");
            if (version != wanted)
                yield return $"{file}: {name} {version}; runbook.props has {wanted}";
        }
    }

    [GeneratedRegex("<Version>([^<]+)</Version>")]
    private static partial Regex Own();

    [GeneratedRegex("<PackageVersion Include=\"([^\"]+)\" Version=\"([^\"]+)\"")]
    private static partial Regex Central();

    [GeneratedRegex(
        "(?:<PackageReference Include=\"|\")(\\w[\\w.]+)\"(?: Version=|: { \"version\": )\"([^\"]+)\""
    )]
    private static partial Regex Named();
}
