namespace RunbookDsl;

/// <summary>How far a running step is.</summary>
/// <param name="Text">What it does or waits for, one line.</param>
/// <param name="Fraction">Done part between 0 and 1; null when it cannot be told.</param>
public readonly record struct StepProgress(string Text, double? Fraction = null);
