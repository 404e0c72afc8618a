namespace RunbookDsl.Hosts;

/// <summary>A certificate as all its listeners show it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shown">By listener.</param>
public sealed record CertificateResult(string Name, IReadOnlyList<CertificateState> Shown);
