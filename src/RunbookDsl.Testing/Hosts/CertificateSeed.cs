namespace RunbookDsl.Testing;

/// <summary>A certificate of a scripted machine, kept by certbot and shown by its nginx.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DaysLeft">How many days it is valid at the begin.</param>
/// <param name="Listeners">Where it is shown.</param>
public sealed record CertificateSeed(
    string Name,
    int DaysLeft,
    System.Collections.Immutable.ImmutableArray<string> Listeners
);
