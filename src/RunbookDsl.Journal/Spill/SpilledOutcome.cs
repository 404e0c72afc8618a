namespace RunbookDsl.Journal;

/// <summary>
/// What an effect ended with, kept where the journal is not because the journal could not take it.
/// </summary>
/// <param name="RunId">The run.</param>
/// <param name="Type">
/// The record that could not be written: <see cref="RecordTypes.StepOutcome"/> or
/// <see cref="RecordTypes.UndoOutcome"/>.
/// </param>
/// <param name="Step">The step's id.</param>
/// <param name="Attempt">The attempt; 0 for an undo.</param>
/// <param name="Head">The last record that was durable: the journal that the outcome belongs to.</param>
/// <param name="Body">The record's own fields, masked as in the journal; a result is in it whole.</param>
public sealed record SpilledOutcome(
    string RunId,
    string Type,
    string Step,
    int Attempt,
    JournalHead Head,
    ReadOnlyMemory<byte> Body
)
{
    /// <summary>When it was spilled, UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Who ran the step.</summary>
    public string Operator { get; init; } = "";

    /// <summary>The run's directory or address, for people.</summary>
    public string Journal { get; init; } = "";

    /// <summary>The file it was read from; empty before.</summary>
    public string File { get; init; } = "";
}
