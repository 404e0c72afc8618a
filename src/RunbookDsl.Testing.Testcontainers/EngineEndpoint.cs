using System.Net.Sockets;
using Docker.DotNet;
using Docker.DotNet.Handler.Abstractions;
using DotNet.Testcontainers.Configurations;

namespace RunbookDsl.Testing.Testcontainers;

/// <summary>
/// Where the container engine is, and which version of its API to speak: the library speaks one, which
/// engines before Docker 25 refuse.
/// </summary>
internal sealed class EngineEndpoint(Uri endpoint, IAuthProvider? authentication, Version? version)
    : IDockerEndpointAuthenticationConfiguration
{
    private const string Usual = "unix:///var/run/docker.sock";
    private static readonly Version Newest = new(1, 44);

    public Version? Version => version;

    public Uri Endpoint => endpoint;

    public IAuthProvider? AuthProvider => authentication;

    /// <summary>The engine that the environment names, else what Testcontainers finds.</summary>
    public static async Task<EngineEndpoint> FindAsync(
        IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellation
    )
    {
        var any = Named(environment) ?? Found();
        using var client = any.GetDockerClientBuilder().Build();
        try
        {
            var said = await client.System.GetVersionAsync(cancellation).ConfigureAwait(false);
            var spoken = Version.TryParse(said.APIVersion, out var its) && its < Newest ? its : Newest;
            return new(any.Endpoint, any.AuthProvider, spoken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            var why = e.GetBaseException().Message;
            throw new IOException($"no container engine answers at {any.Endpoint}: {why}", e);
        }
    }

    public DockerClientBuilder GetDockerClientBuilder(Guid sessionId = default) =>
        new DockerClientBuilder()
            .WithApiVersion(Version)
            .WithEndpoint(Endpoint)
            .WithAuthProvider(AuthProvider);

    // With certificates it is the library's affair.
    private static EngineEndpoint? Named(IReadOnlyDictionary<string, string> environment) =>
        environment.GetValueOrDefault("DOCKER_HOST") is { Length: > 0 } host
        && !environment.ContainsKey("DOCKER_TLS")
        && !environment.ContainsKey("DOCKER_TLS_VERIFY")
            ? new(new Uri(host), null, null)
            : null;

    private static EngineEndpoint Found() =>
        TestcontainersSettings.OS.DockerEndpointAuthConfig is { } found
            ? new(found.Endpoint, found.AuthProvider, null)
            : new(new Uri(Usual), null, null);
}
