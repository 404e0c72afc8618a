namespace RunbookDsl;

/// <summary>How <see cref="Verbs.Rolling"/> goes through a fleet.</summary>
/// <typeparam name="TItem">What stands for one member, such as the name of a host.</typeparam>
public sealed record RollingOptions<TItem>
{
    /// <summary>Short, stable and unique name of a member. Default: the text itself, for texts.</summary>
    public Func<TItem, string>? Key { get; init; }

    /// <summary>How many members at once. Default 1.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>
    /// How many members may be left out before the rest is refused. A failure holds the run in any case; a
    /// member is left out when the operator skips the last step of its turn. Default 0.
    /// </summary>
    public int MaxFailures { get; init; }

    /// <summary>How many others must serve before a member is taken out, by <see cref="Serving"/>. Default
    /// 0.</summary>
    public int AtLeast { get; init; }

    /// <summary>
    /// Asserts that a member serves: asked of the others before a turn, and of the member at its end.
    /// </summary>
    public Func<TItem, Check>? Serving { get; init; }

    /// <summary>
    /// Writes the step that takes a member out of service, which <see cref="Verbs.PutBack"/> takes in again
    /// after its turn. Null takes nobody out.
    /// </summary>
    public Func<TItem, StepBuilder>? Drain { get; init; }

    /// <summary>How long it is waited after <see cref="Drain"/>, for what is still at work. Default
    /// none.</summary>
    public TimeSpan Grace { get; init; }
}
