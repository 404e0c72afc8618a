namespace RunbookDsl.Notify;

/// <summary>
/// For messages that nobody can look up: the journal says when one is about to be handed over, so that a
/// crash before that is no doubt at all, and a crash after it is a question for a person.
/// </summary>
internal static class HandedOver
{
    /// <summary>Durable when it returns; the very next thing is the message.</summary>
    public static Task AnnounceAsync(StepContext context, string mark) =>
        context.StartedAsync($"message {mark}");

    /// <summary>What is known without asking anybody.</summary>
    public static Probe Look(StepContext context, string mark, string where) =>
        !context.IsInDoubt ? Probe.NotDone("this run has not sent it")
        : context.Handle is null ? Probe.NotDone("it was not handed over yet")
        : Probe.Unknown($"it was about to be handed over as {mark}: look {where} whether it is there");
}
