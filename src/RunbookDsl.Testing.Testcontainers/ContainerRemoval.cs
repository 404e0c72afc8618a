using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace RunbookDsl.Testing.Testcontainers;

/// <summary>Removes a container with its volumes, and returns when it is gone.</summary>
internal static class ContainerRemoval
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    private static readonly ContainerRemoveParameters Whole = new() { Force = true, RemoveVolumes = true };

    /// <summary>Tries once; whoever is at it already, or cannot, is left to it.</summary>
    public static async Task TryRemoveAsync(
        this IDockerClient client,
        string container,
        CancellationToken cancellation
    )
    {
        try
        {
            await client
                .Containers.RemoveContainerAsync(container, Whole, cancellation)
                .ConfigureAwait(false);
        }
        catch (DockerApiException)
        {
            // The next start tries again.
        }
    }

    public static async Task RemoveAsync(
        this IDockerClient client,
        string container,
        CancellationToken cancellation
    )
    {
        while (true)
            try
            {
                await client
                    .Containers.RemoveContainerAsync(container, Whole, cancellation)
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
