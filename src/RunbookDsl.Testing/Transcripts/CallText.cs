namespace RunbookDsl.Testing;

/// <summary>Calls at a system in one line.</summary>
internal static class CallText
{
    /// <summary>Whether it changed nothing, was meant to change nothing, and nothing went wrong.</summary>
    public static bool IsLook(WorldEvent e) => e is { Call.IsChange: false, IsApplied: false, Fault: null };

    /// <summary>Everything that was looked at, once each.</summary>
    public static string Looks(IEnumerable<WorldEvent> looks) =>
        string.Join(
            ", ",
            looks
                .Select(e => OneLine($"{e.Call.Operation} {e.Call.Subject}"))
                .Distinct()
                .Order(StringComparer.Ordinal)
        );

    /// <summary>The call, what went wrong, what it changed, and what the caller was told.</summary>
    public static string Of(WorldEvent e)
    {
        var fault = e.Fault is null ? "" : $" [{Fault(e.Fault)}]";
        var effect =
            e.IsApplied ? $": {Value(e.Before)} -> {Value(e.After)}"
            : e.Call.IsChange ? ": no effect"
            : "";
        return $"{e.Call.System}: {OneLine(e.Call.Line)}{fault}{effect}, {Answer(e)}";
    }

    private static string Answer(WorldEvent e) =>
        e.Answer is { } answer ? $"answered {OneLine(answer)}" : "no answer";

    private static string Fault(FaultAction fault) =>
        fault.Code is { } code ? $"{Words.Of(fault.Kind)} {code}" : Words.Of(fault.Kind);

    private static string Value(string? value) => string.IsNullOrEmpty(value) ? "(nothing)" : OneLine(value);

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
