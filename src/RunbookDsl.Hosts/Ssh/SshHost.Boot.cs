namespace RunbookDsl.Hosts;

public sealed partial record SshHost
{
    /// <summary>
    /// Reboots the host and waits until it has another boot id and everything that starts with it has
    /// started. Journaled: the boot id before. After an interruption the boot id tells whether it was
    /// rebooted; it is never rebooted twice for one step. Nobody can take it back: say <c>.NoUndo</c>. Fails
    /// as unknown when it does not come back within 10 minutes (<see cref="RebootOperation.BackWithin"/>).
    /// </summary>
    public RebootOperation Reboot() => new(this);
}
