namespace RunbookDsl.Cli;

/// <summary>
/// Nobody can be asked: no terminal, or <c>--non-interactive</c>. Never answers for a person.
/// </summary>
internal sealed class Nobody : IPeople
{
    /// <inheritdoc/>
    public Task<Answer?> AskAsync(PersonRequest request, CancellationToken cancellation) =>
        Task.FromResult<Answer?>(null);
}
