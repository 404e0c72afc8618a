namespace RunbookDsl.Hosts;

public sealed partial record SshHost
{
    /// <summary>
    /// Makes a folder of this host hold exactly what it holds on another one: <c>rsync</c> by checksum, what
    /// is not there is deleted here. This host logs in at the other one by itself, so root's key must be
    /// known there. Verified by a second look. After an interruption the rest is brought over. Nobody knows
    /// how to take it back: say <c>.NoUndo</c>.
    /// </summary>
    /// <param name="folder">Full path of the folder, the same on both hosts.</param>
    /// <param name="from">The other host, as this one's SSH knows it: <c>root@web-old</c>.</param>
    /// <exception cref="ArgumentException">It is no folder of another host.</exception>
    public SyncFilesOperation SyncFiles(string folder, string from) => new(this, folder, from);
}
