using System.Text.RegularExpressions;

namespace RunbookDsl.Hosts;

/// <summary>Makes one text of messages that say the same about different things.</summary>
internal static partial class LogKind
{
    private const int Longest = 160;
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(200);

    /// <summary>The message with numbers, ids, addresses and quoted words blanked.</summary>
    public static string Of(string message)
    {
        var text = message.Length > Longest * 4 ? message[..(Longest * 4)] : message;
        text = Varying().Replace(text.ReplaceLineEndings(" ").Trim(), "#");
        return text.Length > Longest ? text[..Longest] + "…" : text;
    }

    /// <summary>A pattern that can be understood, here and by the host.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static string Checked(string pattern)
    {
        if (pattern is not { Length: > 0 and <= 500 } || pattern.Any(char.IsControl))
            throw new ArgumentException("a pattern of log lines has 1 to 500 characters, in one line");
        _ = Matcher(pattern);
        return pattern;
    }

    public static Regex Matcher(string pattern) =>
        new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Limit);

    // Quoted words; words of 16 and more signs with a digit in them; hexadecimal ids; numbers with what they
    // are made of: dates, times, addresses, versions.
    [GeneratedRegex(
        "\"[^\"]*\"|'[^']*'|\\b(?=\\w*\\d)[\\w-]{16,}|\\b0x[0-9a-fA-F]+|\\b[0-9a-f]{7,}\\b|"
            + "\\d+(?:[.,:/T_-]+\\d+)*Z?"
    )]
    private static partial Regex Varying();
}
