using System.Text.Json;
using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>
/// Finds databases that were put back to a backup, and what that lost: from the backup to the moment when
/// users could no longer write.
/// </summary>
internal static class LostPeriods
{
    private const string Restore = "Pg.Restore";

    public static IReadOnlyList<LostPeriod> Of(IReadOnlyList<ReportStep> steps, ReportFold fold)
    {
        var lost = new List<LostPeriod>();
        foreach (var step in steps)
        {
            var isRestore = fold.Operations.GetValueOrDefault(step.State.Id) == Restore;
            if (
                !isRestore
                || step.State is not { Phase: StepPhase.Ok or StepPhase.Verified, StartedAt: { } at }
                || Taken(steps, Text(step.State.Result, "from")) is not { } from
            )
                continue;
            // The first thing that was switched off before it: page, read-only mode, fence.
            var off = fold.Off.FirstOrDefault(o => o.From <= at && o.Until != o.From);
            lost.Add(
                new(
                    step.State.Id,
                    from,
                    off?.From ?? at,
                    off is null ? "the restore itself" : $"'{off.Step}'"
                )
            );
        }
        return lost;
    }

    private static DateTimeOffset? Taken(IReadOnlyList<ReportStep> steps, string? dump)
    {
        foreach (var step in steps)
            if (
                dump is not null
                && Text(step.State.Result, "path") == dump
                && Text(step.State.Result, "takenAt") is { } time
                && DateTimeOffset.TryParse(
                    time,
                    System.Globalization.CultureInfo.InvariantCulture,
                    out var at
                )
            )
                return at;
        return null;
    }

    private static string? Text(JsonElement result, string name) =>
        result.ValueKind == JsonValueKind.Object
        && result.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
