using System.Text;
using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>Tells differences of two plans with the lines of both scripts.</summary>
/// <param name="settings">How paths are shown.</param>
/// <param name="before">The plan in force; null when the archived script cannot be read any more.</param>
/// <param name="archive">Its sources.</param>
/// <param name="after">Today's plan.</param>
internal sealed class DriftText(ProcessSettings settings, Plan? before, RunArchive? archive, Plan after)
{
    private const int MostSteps = 20;
    private const int MostHunks = 12;
    private readonly StringBuilder _text = new();
    private readonly List<(string File, int From, int To)> _told = [];
    private bool _isUnexplained;

    public string Of(PlanChanges changes)
    {
        for (var i = 0; i < changes.Steps.Count && i < MostSteps; i++)
            Tell(changes.Steps[i]);
        if (changes.Steps.Count > MostSteps)
            _text.Append("and ").Append(changes.Steps.Count - MostSteps).Append(" more steps\n");
        foreach (var name in changes.Parameters)
            _text.Append("parameter '").Append(name).Append("' changed\n");
        foreach (var line in changes.Header)
            _text.Append(line).Append('\n');
        if (_isUnexplained)
            TellElsewhere();
        return _text.ToString();
    }

    private void Tell(StepChange change)
    {
        var now = after.Find(change.Id)?.Spec;
        var was = change.OldId is { } old ? before?.Find(old)?.Spec : null;
        _text.Append(change);
        if (now is not null)
            _text.Append(": ").Append(Place(now));
        if (was is not null)
            _text.Append(now is null ? ": was " : ", was ").Append(Place(was));
        _text.Append('\n');
        if (change.IsEdited && now?.Code is { } newCode && was?.Code is { } oldCode)
            Compare(oldCode, newCode);
    }

    private string Place(StepSpec step) =>
        (step.Where with { File = settings.Shown(step.Where.File) }).ToString();

    private void Compare(StepCode was, StepCode now)
    {
        var (oldLines, newLines) = (Lines(was.File, isOld: true), Lines(now.File, isOld: false));
        var old = Part(oldLines, was);
        var today = Part(newLines, now);
        var hunks = LineDiff.Hunks(old, today);
        foreach (var hunk in hunks)
            LineDiff.Append(_text, hunk, old, today, (was.Line, now.Line));
        _told.Add((now.File, now.Line, now.EndLine));
        _isUnexplained |= hunks.Count == 0;
    }

    // The step reads as before: what it uses does not.
    private void TellElsewhere()
    {
        var count = 0;
        foreach (var path in archive!.Files.Keys)
        {
            if (!path.EndsWith(".csx", StringComparison.OrdinalIgnoreCase))
                continue;
            var (old, today) = (Lines(path, isOld: true), Lines(path, isOld: false));
            var isNamed = false;
            foreach (var hunk in LineDiff.Hunks(old, today))
            {
                if (
                    _told.Exists(t =>
                        t.File == path && hunk.New + 1 >= t.From && hunk.New + hunk.NewCount <= t.To
                    )
                )
                    continue;
                if (++count > MostHunks)
                    return;
                if (!isNamed)
                    _text.Append("what steps use, in ").Append(settings.Shown(path)).Append('\n');
                isNamed = true;
                LineDiff.Append(_text, hunk, old, today, (1, 1));
            }
        }
    }

    private static string[] Part(string[] lines, StepCode code)
    {
        var from = Math.Clamp(code.Line - 1, 0, lines.Length);
        return lines[from..Math.Clamp(code.EndLine, from, lines.Length)];
    }

    private string[] Lines(string path, bool isOld)
    {
        try
        {
            var content = isOld ? archive?.Sources.Find(path) : File.ReadAllBytes(path);
            return content is null ? [] : Split(Encoding.UTF8.GetString(content));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string[] Split(string text)
    {
        var lines = text.TrimStart('\uFEFF').Split('\n');
        for (var i = 0; i < lines.Length; i++)
            lines[i] = lines[i].TrimEnd();
        return lines;
    }
}
