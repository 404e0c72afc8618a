namespace RunbookDsl.Hosts;

/// <summary>What was brought over; see <see cref="SshHost.SyncFiles"/>.</summary>
/// <param name="Folder">Full path of the folder.</param>
/// <param name="Changed">How many files and folders differed.</param>
public sealed record SyncResult(string Folder, int Changed)
{
    /// <summary><c>12 changed in /srv/shop/uploads</c>.</summary>
    public override string ToString() => $"{Changed} changed in {Folder}";
}
