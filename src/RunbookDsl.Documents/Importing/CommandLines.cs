using System.Text.RegularExpressions;

namespace RunbookDsl.Documents;

/// <summary>The commands in a text: the lines of its code, and code between back quotes that begins with a
/// program and has arguments.</summary>
internal static partial class CommandLines
{
    private const int Most = 20;

    /// <summary>The commands, in their order.</summary>
    public static List<string> Of(IReadOnlyList<string> lines)
    {
        var commands = new List<string>();
        var fence = "";
        var isBlankBefore = true;
        foreach (var line in lines)
        {
            var bare = line.Trim();
            if (fence.Length == 0 && Fence().Match(bare) is { Success: true } open)
                fence = open.Value;
            else if (fence.Length > 0 && bare.StartsWith(fence, StringComparison.Ordinal))
                fence = "";
            else if (fence.Length > 0 || (IsIndented(line) && (isBlankBefore || commands.Contains(bare))))
                commands.Add(bare);
            else
                commands.AddRange(Inline().Matches(line).Select(m => m.Groups[1].Value));
            isBlankBefore = bare.Length == 0 || (isBlankBefore && IsIndented(line));
        }
        commands.RemoveAll(c => c.Length == 0 || c[0] == '#');
        return [.. commands.Take(Most)];
    }

    /// <summary>
    /// The words of a command that needs no shell; null for one whose meaning a shell would change.
    /// </summary>
    public static string[]? Words(string command) =>
        Simple().IsMatch(command) ? command.Split(' ', StringSplitOptions.RemoveEmptyEntries) : null;

    private static bool IsIndented(string line) => line.StartsWith("    ", StringComparison.Ordinal);

    [GeneratedRegex("^(?:```+|~~~+)")]
    private static partial Regex Fence();

    // `cap production deploy`, not a lone word such as `false`.
    [GeneratedRegex("`+([a-z][\\w./-]*(?: [^`]+))`+")]
    private static partial Regex Inline();

    [GeneratedRegex(@"^[a-z][\w./-]*(?: +[\w@%+=:,./-]+)*$")]
    private static partial Regex Simple();
}
