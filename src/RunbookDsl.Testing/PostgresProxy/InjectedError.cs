namespace RunbookDsl.Testing;

/// <summary>
/// An error that the server is made to raise, so that its transaction really fails, by sending it what is no
/// SQL; on its way back it gets the face that was wanted.
/// </summary>
/// <param name="State">SQLSTATE.</param>
/// <param name="Text">What the client reads.</param>
internal sealed record InjectedError(string State, string Text)
{
    /// <summary>A word no statement begins with; the server repeats it in its error.</summary>
    public const string Marker = "runbook_rehearsal_fault";
}
