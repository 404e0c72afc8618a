using System.Globalization;
using System.Text;

namespace RunbookDsl;

/// <summary>
/// Hashes of what a plan says: stable over comments, white space and the order of authoring.
/// </summary>
internal static class Fingerprint
{
    public static string Of(StepSpec spec, IReadOnlyList<string> needs)
    {
        var text = new StringBuilder(256);
        Line(text, "id", spec.Id);
        Line(text, "needs", string.Join('\u001f', needs));
        AppendAction(text, spec.Action!);
        AppendAssertions(text, "guard", spec.Guards);
        AppendAssertions(text, "verify", spec.Verifications);
        foreach (var condition in spec.Conditions)
            Line(text, "when", condition.Code);
        Line(text, "probe", spec.Probe?.Code ?? spec.Probe?.Text);
        Line(text, "attach", spec.Attach?.Code);
        Line(text, "repair", spec.Repair?.Code);
        Line(text, "doubt", spec.HoldsInDoubt ? "held" : null);
        Line(text, "undo", spec.Undo is { } undo ? $"{undo.IsRefusal}{undo.Code ?? undo.Text}" : null);
        Line(text, "confirm", spec.Confirmation?.Text);
        Line(text, "typed", spec.Confirmation?.Expected);
        Line(text, "due", spec.DueAt?.ToString());
        Line(text, "grace", spec.DueAt is null ? null : Durations.Exact(spec.Grace));
        Line(text, "timeout", spec.Timeout is { } limit ? Durations.Exact(limit) : null);
        Line(text, "retry", spec.Retry is { } r ? $"{r.Attempts} {Durations.Exact(r.Delay)}" : null);
        Line(text, "no return", spec.PointOfNoReturn);
        foreach (var resource in spec.Locks)
            Line(text, "locks", resource);
        return Hash(text);
    }

    public static string Of(
        RunbookHeader header,
        IReadOnlyList<Parameter> parameters,
        IReadOnlyList<PlannedStep> steps
    )
    {
        var text = new StringBuilder(64 + steps.Count * 24);
        Line(text, "title", header.Title);
        Line(text, "window", header.WindowStart?.ToString("O", CultureInfo.InvariantCulture));
        foreach (var resource in header.Locks)
            Line(text, "locks", resource);
        foreach (var parameter in parameters)
            Line(text, parameter.Name, parameter.ValueText);
        foreach (var step in steps)
            Line(text, step.Id, step.Fingerprint);
        return Hash(text);
    }

    private static void AppendAction(StringBuilder text, Operation action)
    {
        Line(text, "kind", action.Kind);
        Line(text, "does", action is ILambda lambda ? lambda.Code : action.Description);
        Line(text, "back", action.UndoDescription);
        Line(text, "effect", Word(action.Effect));
        Line(text, "temporary", action.IsTemporary ? "yes" : null);
        foreach (var fact in action.Facts)
            Line(text, fact.Name, fact.Value);
    }

    private static string Word(EffectClass effect) =>
        effect switch
        {
            EffectClass.ReadOnly => nameof(EffectClass.ReadOnly),
            EffectClass.Convergent => nameof(EffectClass.Convergent),
            EffectClass.Additive => nameof(EffectClass.Additive),
            EffectClass.NonIdempotent => nameof(EffectClass.NonIdempotent),
            EffectClass.Irreversible => nameof(EffectClass.Irreversible),
            EffectClass.Human => nameof(EffectClass.Human),
            _ => effect.ToString(),
        };

    private static void AppendAssertions(StringBuilder text, string kind, IReadOnlyList<Assertion> assertions)
    {
        foreach (var assertion in assertions)
        {
            Line(text, kind, assertion.Code ?? assertion.Text);
            Line(
                text,
                "within",
                assertion.Within == TimeSpan.Zero ? null : Durations.Exact(assertion.Within)
            );
        }
    }

    internal static void Line(StringBuilder text, string name, string? value)
    {
        if (value is not null)
            text.Append(name).Append('\u001e').Append(value).Append('\u001d');
    }

    internal static string Hash(StringBuilder text)
    {
        Span<byte> digest = stackalloc byte[ContentHash.Size];
        ContentHash.Sha256(Encoding.UTF8.GetBytes(text.ToString()), digest);
        return ContentHash.Hex(digest[..12]);
    }
}
