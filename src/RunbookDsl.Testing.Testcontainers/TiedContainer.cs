using System.Net.Sockets;
using Docker.DotNet;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;
using Microsoft.Extensions.Logging.Abstractions;
using Testcontainers.PostgreSql;

namespace RunbookDsl.Testing.Testcontainers;

/// <summary>
/// A container whose standard input is a line to us: it ends its server when that closes, because we are
/// done or were killed in whatever way, and the engine then removes it.
/// </summary>
internal sealed class TiedContainer : IContainerServer
{
    // The server is process 1, as in the image: signals reach it. One signal is not enough: while the
    // databases are made it is still a shell, which ignores it.
    private const string Script = """
        exec 3<&0 </dev/null
        ( read -r _ <&3; while kill -QUIT 1; do sleep 0.1; done ) >/dev/null 2>&1 &
        exec docker-entrypoint.sh postgres "$@" 3<&-
        """;

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(10);
    private readonly ContainerOrder _order;
    private readonly DockerClient _client;
    private readonly PostgreSqlContainer _container;
    private readonly ContainerLine _line = new();
    private readonly CancellationTokenSource _givenUp = new();
    private readonly Lock _gate = new();
    private Task _starting = Task.CompletedTask;
    private bool _isBeingMade;

    public TiedContainer(ContainerOrder order, EngineEndpoint endpoint)
    {
        _order = order;
        _client = endpoint.GetDockerClientBuilder().Build();
        _container = new PostgreSqlBuilder(order.Image)
            .WithDockerEndpoint(endpoint)
            .WithLogger(NullLogger.Instance)
            .WithName(order.Name)
            .WithLabel(ContainerOwner.Label, order.Owner)
            .WithPassword(order.Password)
            .WithEnvironment("POSTGRES_INITDB_ARGS", ContainerOrder.InitialOptions)
            .WithEntrypoint("/bin/sh", "-c", Script, "runbook-world")
            .WithCommand([.. order.Arguments])
            // The harness waits itself; the library looks once a second.
            .WithWaitStrategy(Wait.ForUnixContainer().AddCustomWaitStrategy(new NoWait()))
            .WithAutoRemove(true)
            // No reaper container: see above.
            .WithCleanUp(false)
            .WithCreateParameterModifier(Make)
            .Build();
        // The only moment between its making and its start: the line is there before the server is.
        _container.Created += (_, _) => _line.OpenAsync(_client, _order.Name).GetAwaiter().GetResult();
    }

    public string Log => _line.Log;

    public Task ServerEnded => _line.Ended;

    public async Task StartAsync(CancellationToken cancellation)
    {
        using var up = cancellation.Register(GiveUp);
        try
        {
            _starting = Task.Run(() => _container.StartAsync(_givenUp.Token), CancellationToken.None);
            await _starting.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (_line.IsOpen && e is not OperationCanceledException)
        {
            // What it said is a better answer than that it is gone.
            using var limit = new CancellationTokenSource(LastWords, TimeProvider.System);
            await _line.Ended.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    public Task<int> PortAsync(CancellationToken cancellation) =>
        Task.FromResult<int>(_container.GetMappedPublicPort(ContainerOrder.Port));

    public async ValueTask DisposeAsync()
    {
        using (_givenUp)
        using (_client)
        using (_line)
        {
            using var limit = new CancellationTokenSource(StopLimit, TimeProvider.System);
            await _starting.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await _client.RemoveAsync(_order.Name, limit.Token).ConfigureAwait(false);
            }
            catch (Exception e)
                when (e
                        is DockerApiException
                            or HttpRequestException
                            or IOException
                            or SocketException
                            or OperationCanceledException
                )
            {
                // The engine does not answer: the line goes, and the container with it.
            }
        }
    }

    // An engine that makes a container goes on when nobody waits for it any more: then we do.
    private void GiveUp()
    {
        lock (_gate)
            if (!_isBeingMade)
                _givenUp.Cancel();
    }

    private void Make(CreateContainerParameters parameters)
    {
        lock (_gate)
        {
            _givenUp.Token.ThrowIfCancellationRequested();
            _isBeingMade = true;
        }
        parameters.OpenStdin = parameters.StdinOnce = parameters.AttachStdin = true;
        foreach (var binding in parameters.HostConfig!.PortBindings!.Values.SelectMany(b => b))
            binding.HostIP = "127.0.0.1";
    }

    private sealed class NoWait : IWaitUntil
    {
        public Task<bool> UntilAsync(IContainer container) => Task.FromResult(true);
    }
}
