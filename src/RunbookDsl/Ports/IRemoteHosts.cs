namespace RunbookDsl;

/// <summary>Runs commands on other machines. The one way for operations to reach a host.</summary>
public interface IRemoteHosts
{
    /// <summary>
    /// Runs <paramref name="command"/> to its end. Does not throw for a non-zero exit code, and gives
    /// <see cref="RemoteResult.Lost"/> when the connection broke after the command was sent: it may have run,
    /// in whole or in part, or still run. When cancelled, what the command does on the host is not known
    /// either.
    /// </summary>
    /// <exception cref="OperationFailedException">No connection came about (refused, unknown host key, not
    /// allowed): the command was not sent.</exception>
    Task<RemoteResult> RunAsync(RemoteCommand command, CancellationToken cancellation);
}
