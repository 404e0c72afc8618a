namespace RunbookDsl.Hosts;

public sealed partial record SshHost
{
    /// <summary>
    /// Lists old files that may go, and what is free before. Changes nothing. Left out: what a process has
    /// open, what runs of the runbook keep (<c>/var/lib/runbook</c>, <c>*.partial</c>), and what
    /// <see cref="CleanupPlanOperation.Keeping"/> names. At most 1000, the oldest first.
    /// </summary>
    /// <param name="folder">Full path; looked through without leaving its file system.</param>
    /// <param name="pattern">Name of the files, with <c>*</c> and <c>?</c>.</param>
    /// <param name="olderThan">Since the last change; at least a day.</param>
    public CleanupPlanOperation FindOldFiles(string folder, string pattern, TimeSpan olderThan) =>
        new(this, folder, pattern, olderThan);

    /// <summary>
    /// Deletes the files of a list that somebody has seen: each only as long as it is unchanged and nobody
    /// has it open. Nobody can take it back. After an interruption the rest is deleted.
    /// </summary>
    /// <param name="plan">The step that listed them.</param>
    public CleanupOperation DeleteFiles(Input<CleanupPlan> plan) => new(this, plan);

    /// <summary>
    /// Rotates logs now, after a trial that changes nothing. Verified: the log is a new file, nobody writes
    /// to the old one any more, and who had it open has the new one. After an interruption the file's inode
    /// tells whether it was rotated. Nobody can take it back.
    /// </summary>
    /// <param name="config">Full path of the configuration, such as <c>/etc/logrotate.d/nginx</c>.</param>
    /// <param name="log">Full path of one log of it, which is looked at.</param>
    public LogRotateOperation RotateLogs(string config, string log) => new(this, config, log);

    /// <summary>A certificate that certbot keeps on this host.</summary>
    /// <param name="name">As certbot names it, and as clients ask for it.</param>
    public HostCertificate Certificate(string name) => new(this, name);

    /// <summary>A project of docker compose.</summary>
    /// <param name="folder">Full path of the folder with its file.</param>
    public HostCompose Compose(string folder) => new(this, folder);
}
