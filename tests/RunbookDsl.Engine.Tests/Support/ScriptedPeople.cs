namespace RunbookDsl.Engine.Tests.Support;

/// <summary>Answers as told; nobody is there when told nothing.</summary>
internal sealed class ScriptedPeople : IPeople
{
    public List<PersonRequest> Asked { get; } = [];

    public Func<PersonRequest, Answer?> Answers { get; set; } = _ => null;

    public Task<Answer?> AskAsync(PersonRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Asked.Add(request);
        return Task.FromResult(Answers(request));
    }
}
