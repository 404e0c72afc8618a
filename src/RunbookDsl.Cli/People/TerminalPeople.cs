namespace RunbookDsl.Cli;

/// <summary>Asks the person at the terminal. The default is always no; the end of input is nobody.</summary>
internal sealed class TerminalPeople(
    TerminalInput terminal,
    ILiveRegion live,
    string operatorName,
    TimeProvider clock
) : IPeople
{
    private const int Tries = 3;
    private readonly SemaphoreSlim _turn = new(1);

    /// <inheritdoc/>
    public async Task<Answer?> AskAsync(PersonRequest request, CancellationToken cancellation)
    {
        // Others approve from their own terminals: to be here is all that is asked of this one.
        if (request.Question.Approvers > 0 && !request.Question.MayBreakGlass)
            return new Answer(true, operatorName, clock.GetUtcNow());
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            using (live.Suspend())
                return await Task.Run(() => Ask(request, cancellation), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private Answer? Ask(PersonRequest request, CancellationToken cancellation)
    {
        var question = request.Question;
        terminal.Write($"\n{request.StepId}: {question.Text}\n");
        foreach (var line in question.Shown)
            terminal.Write($"  {line}\n");
        if (question.Approvers > 0)
            return Glass(cancellation);
        if (question.Kind == QuestionKind.GoNoGo)
            terminal.Write($"  it is {PlainObserver.Time(clock.GetUtcNow())}\n");
        var yes =
            question.Kind == QuestionKind.Typed ? Typed(question, cancellation) : Yes(question, cancellation);
        if (yes is null)
            return null;
        var evidence = yes.Value && question.WantsEvidence ? Evidence(cancellation) : null;
        var isAnswered = yes.Value && !(question.WantsEvidence && evidence is null);
        return new Answer(isAnswered, operatorName, clock.GetUtcNow(), evidence);
    }

    // An empty line waits for the others; only a reason goes on without them.
    private Answer? Glass(CancellationToken cancellation)
    {
        terminal.Write("If it cannot wait for an approval, type why; an empty line waits: ");
        if (terminal.ReadLine(cancellation) is not { } line)
            return null;
        var why = line.Trim();
        return new Answer(true, operatorName, clock.GetUtcNow(), why.Length > 0 ? why : null)
        {
            IsBreakGlass = why.Length > 0,
        };
    }

    private bool? Yes(Question question, CancellationToken cancellation)
    {
        terminal.Write(
            question.Kind switch
            {
                QuestionKind.Manual => "Done? [y/N] ",
                QuestionKind.GoNoGo => "Go? [y/N] ",
                _ => "[y/N] ",
            }
        );
        return terminal.ReadLine(cancellation) is { } line
            ? line.Trim() is "y" or "Y" or "yes" or "Yes"
            : null;
    }

    private bool? Typed(Question question, CancellationToken cancellation)
    {
        for (var tried = 1; tried <= Tries; tried++)
        {
            terminal.Write($"Type {question.Expected}: ");
            if (terminal.ReadLine(cancellation) is not { } line)
                return null;
            if (line.Trim() == question.Expected)
                return true;
            if (line.Trim().Length == 0)
                return false;
            terminal.Write($"That is not '{question.Expected}'. An empty line means no.\n");
        }
        return false;
    }

    private string? Evidence(CancellationToken cancellation)
    {
        for (var tried = 1; tried <= Tries; tried++)
        {
            terminal.Write("Evidence (what you saw, a link, a file's name): ");
            if (terminal.ReadLine(cancellation) is not { } line)
                return null;
            if (line.Trim().Length > 0)
                return line.Trim();
        }
        return null;
    }
}
