using System.Globalization;
using System.Text.RegularExpressions;

namespace RunbookDsl;

/// <summary>
/// How far a watch is: what survives an interruption. Written as text that a person can read, too.
/// </summary>
/// <param name="Watched">How long it has looked.</param>
/// <param name="Samples">How often.</param>
/// <param name="Broken">How many looks broke a threshold.</param>
/// <param name="InARow">How many of them just now, one after the other.</param>
internal sealed partial record MonitorProgress(TimeSpan Watched, int Samples, int Broken, int InARow)
{
    public static MonitorProgress None => new(TimeSpan.Zero, 0, 0, 0);

    /// <summary>Reads what <see cref="ToString"/> has written; nothing when it is something else.</summary>
    public static MonitorProgress Of(string handle)
    {
        var match = Written().Match(handle);
        return match.Success
            ? new(
                WindowText.ParseDuration(match.Groups[1].Value),
                Number(match.Groups[2]),
                Number(match.Groups[3]),
                Number(match.Groups[4])
            )
            : None;
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"watched {Durations.Exact(Watched)}; {Samples} looks, {Broken} bad, {InARow} in a row"
        );

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^watched ([0-9dhms]{1,40}); (\d{1,7}) looks, (\d{1,7}) bad, (\d{1,7}) in a row",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Written();
}
