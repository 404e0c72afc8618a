using System.Text;

namespace RunbookDsl;

/// <summary>
/// What a step's code came to when the script was read: everything that is known only then, without the id
/// and without the text of lambdas, which the compiler's hash covers better.
/// </summary>
internal static class StepShape
{
    /// <summary>The step's code and what it came to, in one hash; null without the compiler's.</summary>
    public static string? Of(StepSpec spec)
    {
        if (spec.Code is not { } code)
            return null;
        var text = new StringBuilder(256);
        Fingerprint.Line(text, "code", code.Hash);
        Append(text, spec.Action!);
        Append(text, "guard", spec.Guards);
        Append(text, "verify", spec.Verifications);
        foreach (var condition in spec.Conditions)
            Fingerprint.Line(text, "when", condition.Code);
        if (spec.Probe is { Code: null } probe)
            Fingerprint.Line(text, "probe", probe.Text);
        if (spec.Undo is { Code: null } undo)
            Fingerprint.Line(text, "undo", undo.Text);
        Fingerprint.Line(text, "confirm", spec.Confirmation?.Text);
        Fingerprint.Line(text, "typed", spec.Confirmation?.Expected);
        Fingerprint.Line(text, "due", spec.DueAt?.ToString());
        Fingerprint.Line(text, "grace", spec.DueAt is null ? null : Durations.Exact(spec.Grace));
        Fingerprint.Line(text, "timeout", spec.Timeout is { } limit ? Durations.Exact(limit) : null);
        Fingerprint.Line(
            text,
            "retry",
            spec.Retry is { } r ? $"{r.Attempts} {Durations.Exact(r.Delay)}" : null
        );
        Fingerprint.Line(text, "no return", spec.PointOfNoReturn);
        return Fingerprint.Hash(text);
    }

    // What is put back is told by the id of the step that changed it, and ids are compared on their own.
    private static void Append(StringBuilder text, Operation action)
    {
        Fingerprint.Line(text, "kind", action.Kind);
        if (action is PutBackOperation)
            return;
        Fingerprint.Line(text, "does", action is ILambda ? null : action.Description);
        Fingerprint.Line(text, "back", action.UndoDescription);
        Fingerprint.Line(text, "temporary", action.IsTemporary ? "yes" : null);
        foreach (var fact in action.Facts)
            Fingerprint.Line(text, fact.Name, fact.Value);
    }

    private static void Append(StringBuilder text, string kind, IReadOnlyList<Assertion> assertions)
    {
        foreach (var assertion in assertions)
        {
            Fingerprint.Line(text, kind, assertion.Code is null ? assertion.Text : "");
            Fingerprint.Line(
                text,
                "within",
                assertion.Within == TimeSpan.Zero ? null : Durations.Exact(assertion.Within)
            );
        }
    }
}
