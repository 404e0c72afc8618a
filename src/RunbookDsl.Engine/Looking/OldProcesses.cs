using System.Globalization;
using System.Security.Cryptography;

namespace RunbookDsl.Engine;

/// <summary>
/// Finds what an earlier attempt of a step left running on this machine, also where it has closed all it
/// inherited: by the session each program was started in, and by the variables it was started with.
/// </summary>
/// <remarks>
/// Each program is written into the run's <c>processes</c> file when it is started. That needs no sync: a
/// machine that stops takes its processes along, and a new boot has another id. Without <c>/proc</c> nothing
/// is found. The file begins with a mark of its own: runs of two homes, and of two rehearsals, may have the
/// same id.
/// </remarks>
internal sealed class OldProcesses(string runDirectory, string runId)
{
    private const string MarkWord = "mark ";
    private readonly string _file = Path.Combine(runDirectory, "processes");
    private readonly Lock _gate = new();

    /// <summary>To be called before the first program is started: from then on it is worth looking.</summary>
    /// <returns>What each program is marked with; null for a run begun before there were marks.</returns>
    public string? Expect()
    {
        lock (_gate)
        {
            if (!File.Exists(_file))
                File.WriteAllText(_file, $"{MarkWord}{RandomNumberGenerator.GetHexString(32)}\n");
            return Mark(File.ReadAllLines(_file));
        }
    }

    /// <summary>Writes down a program that leads a session of its own.</summary>
    public void Note(string stepId, int pid)
    {
        if (ProcessEntry.Read(pid) is not { } entry)
            return;
        lock (_gate)
            File.AppendAllText(
                _file,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{pid} {entry.Start} {ProcessEntry.BootId()} {stepId}\n"
                )
            );
    }

    /// <summary>
    /// Living processes of the step's attempts, as <c>sh (pid 7)</c>; those it detached not counted.
    /// </summary>
    public IReadOnlyList<string> Alive(string stepId)
    {
        if (!File.Exists(_file))
            return [];
        var lines = File.ReadAllLines(_file);
        var sessions = Sessions(lines, stepId);
        var mark = Mark(lines);
        var own = ProcessEntry.Ancestry(Environment.ProcessId);
        var found = new List<string>();
        foreach (var entry in ProcessEntry.All())
            if (
                !own.Contains(entry.Pid)
                && (sessions.Contains(entry.Session) || IsMarked(entry, stepId, mark))
            )
                found.Add($"{entry.Name} (pid {entry.Pid})");
        return found;
    }

    // While anything of a session lives its number names no other; a leader that began at another time has
    // got the number later.
    private static HashSet<int> Sessions(string[] lines, string stepId)
    {
        var sessions = new HashSet<int>();
        var boot = ProcessEntry.BootId();
        foreach (var line in lines)
        {
            var parts = line.Split(' ', 4);
            if (parts.Length < 4 || parts[2] != boot || parts[3] != stepId)
                continue;
            var pid = int.Parse(parts[0], CultureInfo.InvariantCulture);
            if (ProcessEntry.Read(pid) is not { } now || now.Start == parts[1])
                sessions.Add(pid);
        }
        return sessions;
    }

    private static string? Mark(string[] lines) =>
        lines is [var first, ..] && first.StartsWith(MarkWord, StringComparison.Ordinal)
            ? first[MarkWord.Length..]
            : null;

    private bool IsMarked(ProcessEntry entry, string stepId, string? mark)
    {
        var isRun = false;
        var isStep = false;
        var isHere = mark is null;
        foreach (var variable in entry.Variables())
        {
            isRun |= variable == $"{ProcessMarks.Run}={runId}";
            isStep |= variable == $"{ProcessMarks.Step}={stepId}";
            isHere |= variable == $"{ProcessMarks.Mark}={mark}";
            if (variable.StartsWith(ProcessMarks.Handle + "=", StringComparison.Ordinal))
                return false;
        }
        return isRun && isStep && isHere;
    }
}
