namespace RunbookDsl.Hosts;

/// <summary>The Debian packages of a host; see <see cref="SshHost.Apt"/>.</summary>
public sealed record HostApt
{
    internal HostApt(SshHost host) => Host = host;

    /// <summary>Where they are.</summary>
    public SshHost Host { get; }

    /// <summary>
    /// Reads the mirrors' lists, so that a plan is of today; fails when one of them does not answer. Run
    /// again without harm; there is nothing to take back.
    /// </summary>
    public AptUpdateOperation Update() => new(Host);

    /// <summary>
    /// Asks what an upgrade would do, new kernels included; changes nothing. Journaled, and shown to who
    /// approves it: <see cref="Upgrade"/> does this and nothing else.
    /// </summary>
    public AptPlanOperation Plan() => new(Host);

    /// <summary>
    /// Does an upgrade that was planned. Refused when apt would do anything else now than the plan says.
    /// Configuration files that somebody changed stay as they are. Runs as a transient systemd unit: it goes
    /// on when the connection breaks, and a resume waits for it. The undo installs the versions from before,
    /// as far as the mirror still has them.
    /// </summary>
    /// <param name="plan">The step that planned it.</param>
    public AptUpgradeOperation Upgrade(Input<AptPlan> plan) => new(Host, plan);

    /// <summary>
    /// Keeps packages as they are until they are unheld: on the restore list with <c>Temporarily</c>, for a
    /// hold that is forgotten stops security updates. The undo unholds those that were not held before.
    /// </summary>
    /// <param name="packages">Their names.</param>
    public AptHoldOperation Hold(params string[] packages) => new(Host, packages);

    /// <summary>
    /// Asks whether the host wants to be rebooted, and which services still run old code (with
    /// <c>needrestart</c>, where it is installed). Changes nothing.
    /// </summary>
    public RebootNeedOperation RebootRequired() => new(Host);
}
