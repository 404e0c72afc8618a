namespace RunbookDsl.Runbooks.Tests.Town;

/// <summary>One request of a visitor and what came of it.</summary>
/// <param name="At">When it was answered.</param>
/// <param name="Who">Which visitor.</param>
/// <param name="Address">Where the name led.</param>
/// <param name="Method">GET or POST.</param>
/// <param name="Answer"><c>app</c>, <c>page</c>, or what was wrong.</param>
internal sealed record Visit(DateTimeOffset At, string Who, string Address, string Method, string Answer)
{
    public bool IsError => Answer is not ("app" or "page");

    public override string ToString() => $"{At:HH:mm:ss.fff} {Who} {Method} {Address} {Answer}";
}
