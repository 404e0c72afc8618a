namespace RunbookDsl.Testing;

/// <summary>
/// One thing that a system of the world is asked to do: the unit that is counted, logged and made to fail. A
/// statement, an API operation, a command on a host, a question to a name server.
/// </summary>
/// <param name="System">The system's name in the world file.</param>
/// <param name="Operation">What is asked, the same word each time: <c>dns.patch</c>, <c>update</c>,
/// <c>systemctl</c>.</param>
/// <param name="IsChange">Whether it is meant to change anything.</param>
public sealed record WorldCall(string System, string Operation, bool IsChange)
{
    /// <summary>
    /// What it is about, for matching and reading: a record's name, a table, a unit. Default empty.
    /// </summary>
    public string Subject { get; init; } = "";

    /// <summary>
    /// The call in one line as the transcript shows it, without what differs from run to run: such values are
    /// given to <see cref="Stage.Tokens"/>. Default: operation and subject.
    /// </summary>
    public string Text { get; init; } = "";

    /// <summary>
    /// Whether the system's state tells if it was done twice: nobody needs to count. Default false.
    /// </summary>
    public bool IsSeenInState { get; init; }

    /// <summary>
    /// The system's word for a definite no that has changed nothing, <c>403</c>, where its ordinary error
    /// leaves that open; null when its ordinary error is such a no. Default null.
    /// </summary>
    public string? Refusal { get; init; }

    /// <summary>
    /// Whether it is the product's own record of what it does, and shuts out an older attempt: no effect of
    /// the step. Default false.
    /// </summary>
    internal bool IsBookkeeping { get; init; }

    /// <summary>The step that asks; null lets the stage find it out.</summary>
    public string? Step { get; init; }

    /// <summary>Whether it is made while everything is taken back.</summary>
    internal bool IsUndo { get; init; }

    /// <summary>Which process of the rehearsal asks, from 1.</summary>
    internal int Process { get; init; }

    /// <summary><see cref="Text"/>, or what stands for it.</summary>
    public string Line => Text.Length > 0 ? Text : $"{Operation} {Subject}".TrimEnd();
}
