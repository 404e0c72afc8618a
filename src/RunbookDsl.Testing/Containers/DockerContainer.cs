using System.Net;

namespace RunbookDsl.Testing;

/// <summary>A container that the <c>docker</c> program runs.</summary>
/// <param name="order">What was wanted.</param>
/// <param name="supervisor">What runs the program.</param>
/// <param name="ask">Runs the program once more, to its end.</param>
internal sealed class DockerContainer(
    ContainerOrder order,
    Supervisor supervisor,
    Func<IReadOnlyList<string>, Task<(int Code, string Said)>> ask
) : IContainerServer
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    public string Log => supervisor.Log;

    public Task ServerEnded => supervisor.ServerEnded;

    public async Task<int> PortAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var (code, said) = await ask(["port", order.Name, $"{ContainerOrder.Port}/tcp"])
                .ConfigureAwait(false);
            if (code == 0 && IPEndPoint.TryParse(said.Split('\n')[0].Trim(), out var end) && end.Port > 0)
                return end.Port;
            if (ServerEnded.IsCompleted)
                throw order.Refused(Log);
            var pause = Task.Delay(LookAgain, TimeProvider.System, cancellation);
            await Task.WhenAny(ServerEnded, pause).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    public ValueTask DisposeAsync() => supervisor.DisposeAsync();
}
