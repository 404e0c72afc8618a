namespace RunbookDsl;

/// <summary>
/// The answer of a probe: a state, the evidence for it in an operator's words, and, when done, the
/// operation's result.
/// </summary>
/// <param name="State">What the world shows.</param>
/// <param name="Evidence">Why, with the values seen; journaled and printed.</param>
/// <param name="Result">For <see cref="ProbeState.Done"/>: the result as if the operation had just
/// run.</param>
public sealed record Probe(ProbeState State, string Evidence, object? Result = null)
{
    /// <summary>
    /// The effect is complete; <paramref name="result"/> stands for the run that is not needed.
    /// </summary>
    public static Probe Done(string evidence, object? result) => new(ProbeState.Done, evidence, result);

    /// <summary>The effect is complete and the operation has no result.</summary>
    public static Probe Done(string evidence) => new(ProbeState.Done, evidence, Unit.Value);

    /// <summary>Nothing of the effect is there.</summary>
    public static Probe NotDone(string evidence) => new(ProbeState.NotDone, evidence);

    /// <summary>An earlier attempt still runs.</summary>
    public static Probe InFlight(string evidence) => new(ProbeState.InFlight, evidence);

    /// <summary>A part is there that has to be cleared first.</summary>
    public static Probe Partial(string evidence) => new(ProbeState.Partial, evidence);

    /// <summary>Something that is not ours is there.</summary>
    public static Probe Conflict(string evidence) => new(ProbeState.Conflict, evidence);

    /// <summary>It cannot be told.</summary>
    public static Probe Unknown(string evidence) => new(ProbeState.Unknown, evidence);
}
