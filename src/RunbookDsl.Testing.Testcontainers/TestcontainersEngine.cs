using System.Net.Sockets;
using Docker.DotNet;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;

namespace RunbookDsl.Testing.Testcontainers;

/// <summary>Runs containers with Testcontainers: no <c>docker</c> program, and no process for each.</summary>
/// <param name="clock">Tells which left-over containers are old.</param>
internal sealed class TestcontainersEngine(TimeProvider clock) : IContainerEngine
{
    public async Task<IContainerServer> StartAsync(ContainerOrder order, CancellationToken cancellation)
    {
        TiedContainer? container = null;
        try
        {
            var endpoint = await EngineEndpoint
                .FindAsync(order.Environment, cancellation)
                .ConfigureAwait(false);
            container = new TiedContainer(order, endpoint);
            await SweepAsync(endpoint, cancellation).ConfigureAwait(false);
            await container.StartAsync(cancellation).ConfigureAwait(false);
            return container;
        }
        catch (Exception e)
        {
            if (container is not null)
                await container.DisposeAsync().ConfigureAwait(false);
            if (IsRefusal(e))
                throw order.Refused(container?.Log is { Length: > 0 } log ? log : e.Message);
            throw;
        }
    }

    private static bool IsRefusal(Exception e) =>
        e
            is DockerApiException
                or DockerUnavailableException
                or SshDockerEndpointNotSupportedException
                or ContainerNotRunningException
                or HttpRequestException
                or IOException
                or SocketException
                or TimeoutException
                or ArgumentException
                or InvalidOperationException
                or UriFormatException;

    // No reaper container is started: what stays is what was killed between its making and its start.
    private async Task SweepAsync(EngineEndpoint endpoint, CancellationToken cancellation)
    {
        using var client = endpoint.GetDockerClientBuilder().Build();
        var ours = new ContainersListParameters
        {
            All = true,
            Filters = new Dictionary<string, IDictionary<string, bool>>
            {
                ["label"] = new Dictionary<string, bool> { [ContainerOwner.Label] = true },
            },
        };
        foreach (
            var left in await client.Containers.ListContainersAsync(ours, cancellation).ConfigureAwait(false)
        )
            if (ContainerOwner.IsGone(left.Labels?[ContainerOwner.Label], clock))
                await client.TryRemoveAsync(left.ID, cancellation).ConfigureAwait(false);
    }
}
