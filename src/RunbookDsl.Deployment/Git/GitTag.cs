namespace RunbookDsl.Deployment;

/// <summary>A tag as it stands at the remote.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Revision">The commit that it marks.</param>
/// <param name="Object">Its own object: another tag of this name is not ours.</param>
public sealed record GitTag(string Name, string Revision, string Object);
