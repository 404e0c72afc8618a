namespace RunbookDsl;

/// <summary>
/// A read-only assertion on the world. Usable as a step's action (fails the step), as <c>.Verify</c>, as
/// <c>.Guard</c> and as <c>.Probe</c>. Never journaled as a change; run again freely.
/// </summary>
public abstract record Check : Operation<Verdict>
{
    /// <inheritdoc/>
    public sealed override EffectClass Effect => EffectClass.ReadOnly;

    /// <inheritdoc/>
    public sealed override string? Verification => null;

    /// <inheritdoc/>
    protected sealed override System.Text.Json.Serialization.Metadata.JsonTypeInfo<Verdict> JsonInfo =>
        CoreJson.Default.Verdict;
}
