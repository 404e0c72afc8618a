namespace RunbookDsl.Testing;

/// <summary>How a command line on a scripted machine ended.</summary>
/// <param name="Code">Its exit code, unless something else happened.</param>
internal sealed record HostEnd(int Code)
{
    /// <summary>The connection is cut; nobody learns how it ended.</summary>
    public static HostEnd Cut { get; } = new(255) { IsCut = true };

    public bool IsCut { get; private init; }

    /// <summary>The signal it was ended by; null when it ended by itself.</summary>
    public string? Signal { get; init; }
}
