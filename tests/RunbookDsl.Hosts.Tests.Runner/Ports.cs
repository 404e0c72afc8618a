using RunbookDsl.Engine;

namespace RunbookDsl.Hosts.Tests.Runner;

internal sealed class NoSecrets : ISecretStore
{
    public string? Find(SecretReference secret) => null;
}

internal sealed class Nobody : IPeople
{
    public Task<Answer?> AskAsync(PersonRequest request, CancellationToken cancellation) =>
        Task.FromResult<Answer?>(null);
}

internal sealed class Told : IRunObserver
{
    public void On(RunEvent occurrence) => Console.WriteLine($"{occurrence.Kind} {occurrence.Text}");
}
