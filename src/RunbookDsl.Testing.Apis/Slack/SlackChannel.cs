namespace RunbookDsl.Testing.Apis;

/// <summary>A channel of a Slack workspace.</summary>
/// <param name="Name">Without the hash sign.</param>
public sealed record SlackChannel(string Name)
{
    /// <summary>Whether the application that posts is in it. Default true.</summary>
    public bool IsJoined { get; init; } = true;

    /// <summary>Whether it takes no messages any more. Default false.</summary>
    public bool IsArchived { get; init; }
}
