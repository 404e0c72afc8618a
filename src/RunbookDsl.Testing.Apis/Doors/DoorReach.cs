namespace RunbookDsl.Testing.Apis;

/// <summary>Where a connection to a host leads.</summary>
/// <param name="Address">The address; null when the host needs none.</param>
/// <param name="Trouble">Why it cannot be made; null when it can.</param>
/// <param name="IsOutside">Whether the host is not of this world.</param>
internal sealed record DoorReach(string? Address, string? Trouble = null, bool IsOutside = false)
{
    /// <summary>Who answers there whatever host is asked for; empty goes by the host.</summary>
    public IReadOnlyList<ApiFake> Fakes { get; init; } = [];
}
