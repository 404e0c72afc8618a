using Microsoft.CodeAnalysis;

namespace RunbookDsl.Lint;

/// <summary>
/// A script as far as its text shows: its header and its steps in the order in which it makes them, loaded
/// files and functions of the script included. Made once; every rule asks it.
/// </summary>
internal sealed class ScriptShape(
    Compilation compilation,
    SyntaxTree entry,
    IReadOnlyList<ShapeStep> all,
    IReadOnlyList<ShapeLink> header
)
{
    public Compilation Compilation { get; } = compilation;

    public SyntaxTree Entry { get; } = entry;

    /// <summary>Every step, and what stands for steps that are elsewhere.</summary>
    public IReadOnlyList<ShapeStep> All { get; } = all;

    /// <summary>The steps that the text shows.</summary>
    public IReadOnlyList<ShapeStep> Steps { get; } = [.. all.Where(s => s.Kind != StepKind.Elsewhere)];

    /// <summary><c>Runbook("…")</c> and the verbs behind it; empty for a file without one.</summary>
    public IReadOnlyList<ShapeLink> Header { get; } = header;

    /// <summary>Whether it is a runbook, not a file that others load or include.</summary>
    public bool IsRunbook => Header.Count > 0;

    public ShapeLink? Head(string verb) => Header.LastOrDefault(l => l.Name == verb);

    /// <summary>Whether a step that does this may be made before another one, seen or not.</summary>
    public bool MayBeBefore(ShapeStep step, Func<ShapeStep, bool> does) =>
        Before(step).Any(s => s.Kind == StepKind.Elsewhere || does(s)) || !IsRunbook;

    /// <summary>Whether a step that does this may be made after another one, seen or not.</summary>
    public bool MayBeAfter(ShapeStep step, Func<ShapeStep, bool> does) =>
        After(step).Any(s => s.Kind == StepKind.Elsewhere || does(s)) || !IsRunbook;

    /// <summary>Whether any step does this, seen or not.</summary>
    public bool MayHave(Func<ShapeStep, bool> does) =>
        All.Any(s => s.Kind == StepKind.Elsewhere || does(s)) || !IsRunbook;

    /// <summary>What is made before a step on some path that reaches it.</summary>
    public IEnumerable<ShapeStep> Before(ShapeStep step) =>
        All.Where(s => s.Index < step.Index && !AreExclusive(s, step));

    /// <summary>What is made after a step on some path that begins there.</summary>
    public IEnumerable<ShapeStep> After(ShapeStep step) =>
        All.Where(s => s.Index > step.Index && !AreExclusive(s, step));

    /// <summary>What lies between two steps.</summary>
    public IEnumerable<ShapeStep> Between(ShapeStep from, ShapeStep to) =>
        After(from).Where(s => s.Index < to.Index);

    /// <summary>Whether the second one is made whenever the first one is.</summary>
    public static bool IsAlwaysWith(ShapeStep first, ShapeStep second) =>
        second.Arms.All(a => first.Arms.Contains(a));

    private static bool AreExclusive(ShapeStep a, ShapeStep b) =>
        a.Arms.Any(x => b.Arms.Any(y => x.Branch == y.Branch && x.Arm != y.Arm));
}
