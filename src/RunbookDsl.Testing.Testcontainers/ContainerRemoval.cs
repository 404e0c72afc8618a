using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace RunbookDsl.Testing.Testcontainers;

/// <summary>Removes a container with its volumes, and returns when it is gone.</summary>
internal static class ContainerRemoval
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    public static async Task RemoveAsync(
        this IDockerClient client,
        string container,
        CancellationToken cancellation
    )
    {
        var all = new ContainerRemoveParameters { Force = true, RemoveVolumes = true };
        while (true)
            try
            {
                await client
                    .Containers.RemoveContainerAsync(container, all, cancellation)
                    .ConfigureAwait(false);
            }
            catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
            {
                return;
            }
            catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.Conflict)
            {
                // It ended by itself, and the engine is at it.
                await Task.Delay(LookAgain, TimeProvider.System, cancellation).ConfigureAwait(false);
            }
    }
}
