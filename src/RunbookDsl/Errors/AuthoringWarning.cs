namespace RunbookDsl;

/// <summary>Advice about a script that can be carried out as it is, with its place.</summary>
/// <param name="Id">Stable number such as <c>RB0220</c>; never reused for other advice.</param>
/// <param name="Message">What may go wrong, and what to write against it.</param>
/// <param name="Where">The step it is about.</param>
public sealed record AuthoringWarning(string Id, string Message, SourceLocation Where)
{
    /// <summary>The compiler's form, <c>file.csx(12,5): warning RB0220: message</c>.</summary>
    public override string ToString() => $"{Where}: warning {Id}: {Message}";
}
