namespace RunbookDsl.Journal;

/// <summary>Why a run may begin nothing new, although what is at work may still be finished.</summary>
/// <param name="IsTrouble">
/// True when the journal cannot take more in; false when the run is to be let go, as after an offer.
/// </param>
/// <param name="Reason">What happened and what to do next, in full sentences.</param>
public sealed record JournalHalt(bool IsTrouble, string Reason)
{
    /// <summary>The offer that is the reason; null (default) for any other.</summary>
    public RunOffer? Offer { get; init; }
}
