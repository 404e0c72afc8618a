using System.Globalization;
using NUnit.Framework.Constraints;

namespace RunbookDsl.Testing.NUnit;

/// <summary>Holds for a <see cref="RehearsalResult"/> without findings; <see cref="Rehearses"/>.</summary>
public sealed class CleanRehearsalConstraint : Constraint
{
    /// <inheritdoc/>
    public override string Description => "a rehearsal without findings";

    /// <summary>Looks at the findings.</summary>
    /// <exception cref="ArgumentException">The value is no <see cref="RehearsalResult"/>.</exception>
    public override ConstraintResult ApplyTo<TActual>(TActual actual) =>
        actual is RehearsalResult result
            ? new Found(this, result)
            : throw new ArgumentException(
                "Rehearses.Cleanly() looks at the RehearsalResult of RunbookFixture.RehearseAsync; this is "
                    + $"{actual?.GetType().Name ?? "null"}. Is an await missing?",
                nameof(actual)
            );

    private sealed class Found(IConstraint constraint, RehearsalResult result)
        : ConstraintResult(constraint, result, result.IsPassed)
    {
        public override void WriteActualValueTo(MessageWriter writer)
        {
            writer.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"\"{result.Scenario.Name}\" with {result.Findings.Count} of them"
                )
            );
            foreach (var finding in result.Findings)
                writer.Write($"\n    {finding}");
            writer.Write($"\n\n{Transcript.Of(result).TrimEnd()}");
        }
    }
}
