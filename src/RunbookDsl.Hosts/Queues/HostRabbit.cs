namespace RunbookDsl.Hosts;

/// <summary>The RabbitMQ of a host; see <see cref="SshHost.Rabbit"/>.</summary>
public sealed record HostRabbit
{
    internal HostRabbit(SshHost host, string vhost) =>
        (Host, VirtualHost) = (host, QueueNames.Checked(vhost, "virtual host"));

    /// <summary>Where it runs.</summary>
    public SshHost Host { get; }

    /// <summary>Whose queues.</summary>
    public string VirtualHost { get; }

    /// <summary>
    /// Asserts that these queues are there and hold no message, delivered ones that nobody has acknowledged
    /// included. One look, changes nothing. A queue that is not there fails it: RabbitMQ's data belongs to
    /// the name of its node, and under another host name it begins empty.
    /// </summary>
    /// <param name="queues">Their names, at least one.</param>
    /// <exception cref="ArgumentException">No name, or one that is none.</exception>
    public RabbitQueueCheck AssertEmpty(params string[] queues) => new(this, queues);

    /// <inheritdoc cref="AssertEmpty"/>
    /// <summary>Waits until these queues hold no message; fails after <paramref name="within"/>. Changes
    /// nothing.</summary>
    /// <param name="within">How long it is waited for.</param>
    /// <param name="queues">Their names, at least one.</param>
    public RabbitQueueCheck WaitEmpty(TimeSpan within, params string[] queues) =>
        new(this, queues) { Within = within };

    /// <inheritdoc/>
    public override string ToString() => $"the RabbitMQ of {Host}";
}
