namespace RunbookDsl.Hosts.Tests.Runner;

internal sealed class Nobody : IPeople
{
    public Task<Answer?> AskAsync(PersonRequest request, CancellationToken cancellation) =>
        Task.FromResult<Answer?>(null);
}
