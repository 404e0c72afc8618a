namespace RunbookDsl.Testing.NUnit.Tests.Snapshots;

/// <summary>What the harness makes of the things that have snapshots.</summary>
internal static class RehearsedText
{
    public static string Of(object rehearsed) =>
        rehearsed switch
        {
            RehearsalResult result => Transcript.Of(result),
            MatrixResult matrix => Combination.Of(matrix),
            _ => PlanText.Of((Plan)rehearsed),
        };
}
