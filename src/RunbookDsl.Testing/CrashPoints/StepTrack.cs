namespace RunbookDsl.Testing;

/// <summary>Where one step stands while a trace is read.</summary>
internal sealed class StepTrack
{
    /// <summary>An intent is durable and no outcome is.</summary>
    internal bool IsInDoubt { get; set; }

    /// <summary>Its outcome is durable, or it is left out.</summary>
    internal bool IsDone { get; set; }

    /// <summary>An undo is begun and not over.</summary>
    internal bool IsUndoing { get; set; }

    /// <summary>The process whose acknowledged intent allows an effect now; 0 for none.</summary>
    internal int AllowedIn { get; set; }

    /// <summary>What the last probe since the intent saw; empty for none.</summary>
    internal string Probe { get; set; } = "";

    /// <summary>Whether it was in doubt, and what the probe had seen, before the last intent.</summary>
    internal (bool IsInDoubt, string Probe) Before { get; set; }

    /// <summary>A person ordered another attempt.</summary>
    internal bool IsOrdered { get; set; }
}
