using System.Globalization;
using System.Text.RegularExpressions;

namespace RunbookDsl.Testing;

/// <summary>
/// Names of the databases of one process on a server that is not its own: <c>rbw_</c>, when it began, its
/// mark, and of each rehearsal a number.
/// </summary>
/// <param name="Owner"><c>rbw_t5h2k1_9f3e21a07c</c>: also the name of the session that shows it
/// lives.</param>
internal sealed partial record GivenNames(string Owner)
{
    /// <summary>What makes our databases ours, beside their names.</summary>
    public const string Comment = "a rehearsal of runbook: dropped when it ends, or when the next one begins";

    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// <summary>The names of somebody who begins now.</summary>
    /// <param name="now">When.</param>
    /// <param name="mark">Random bytes.</param>
    public static GivenNames Of(DateTimeOffset now, ReadOnlySpan<byte> mark)
    {
        var stamp = "";
        for (var rest = now.ToUnixTimeSeconds(); rest > 0; rest /= Digits.Length)
            stamp = Digits[(int)(rest % Digits.Length)] + stamp;
        return new($"rbw_{stamp}_{Convert.ToHexStringLower(mark)}");
    }

    /// <summary>Who made the database of this name; null when nobody of us.</summary>
    public static string? OwnerOf(string database) =>
        Ours().Match(database) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>What the names of the seeded templates begin with.</summary>
    public string Templates => $"{Owner}_t_";

    /// <summary>What the names of a rehearsal's databases begin with.</summary>
    public string Scene(int number) => string.Create(CultureInfo.InvariantCulture, $"{Owner}_{number}_");

    [GeneratedRegex("^(rbw_[0-9a-z]{5,8}_[0-9a-f]{10})_(t|[0-9]{1,9})_")]
    private static partial Regex Ours();
}
