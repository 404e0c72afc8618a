namespace RunbookDsl;

/// <summary>What a person is shown before an answer.</summary>
/// <param name="Output">The result that it is made of.</param>
/// <param name="Code">For the fingerprint.</param>
/// <param name="Text">Made when the person is asked.</param>
internal sealed record ShownFact(Output Output, string Code, Func<StepContext, string> Text);
