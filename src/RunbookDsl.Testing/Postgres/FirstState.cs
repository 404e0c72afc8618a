namespace RunbookDsl.Testing;

/// <summary>
/// What a server holds that nobody has changed since it was seeded: the same each time, so that it is read
/// once for all servers that are copies of one another.
/// </summary>
internal sealed class FirstState
{
    private volatile SystemState? _state;

    /// <summary>What was read; null before.</summary>
    public SystemState? State
    {
        get => _state;
        set => _state = value;
    }
}
