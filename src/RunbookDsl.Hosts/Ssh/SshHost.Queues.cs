namespace RunbookDsl.Hosts;

public sealed partial record SshHost
{
    /// <summary>
    /// Processes that work off a queue, such as Sidekiq or Celery, as a systemd unit of this host. Say how
    /// running jobs are told: <see cref="HostWorkers.RunningBy"/>.
    /// </summary>
    /// <param name="unit">With its suffix, or without one for a service.</param>
    /// <exception cref="ArgumentException">It is no name of a unit.</exception>
    public HostWorkers Workers(string unit) => new(new HostUnit(this, unit));

    /// <summary>
    /// The Redis that this host reaches with its own <c>redis-cli</c>, at <c>127.0.0.1:6379</c>, database 0,
    /// unless it is said otherwise. Version 5 or later.
    /// </summary>
    public HostRedis Redis() => new(this);

    /// <summary>The RabbitMQ of this host, asked with its <c>rabbitmqctl</c> as root.</summary>
    /// <param name="vhost">The virtual host. Default <c>/</c>.</param>
    /// <exception cref="ArgumentException">It would be read as an option.</exception>
    public HostRabbit Rabbit(string vhost = "/") => new(this, vhost);
}
