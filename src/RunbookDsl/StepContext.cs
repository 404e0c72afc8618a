namespace RunbookDsl;

/// <summary>
/// What a running step may use: the results of earlier steps, secrets, the clock, people, ports. There is
/// nothing ambient: time, ids and directory come from here, so that a rehearsal is exact.
/// </summary>
public abstract class StepContext
{
    /// <summary>Id of the run, as <c>runbook runs</c> prints it.</summary>
    public abstract string RunId { get; }

    /// <summary>The running step, as the plan and the journal name it.</summary>
    public abstract string StepId { get; }

    /// <summary>Attempt, counted from 1 over all processes that worked on this run.</summary>
    public abstract int Attempt { get; }

    /// <summary>
    /// Names one logical attempt; hand it to services that can drop a repeated request. The same for every
    /// attempt after a doubt; another one after an <see cref="OperationFailedException"/>, after an undo, and
    /// for the undo itself. Programs get it as <c>RUNBOOK_IDEMPOTENCY_KEY</c>.
    /// </summary>
    public abstract string IdempotencyKey { get; }

    /// <summary>
    /// Grows by one with each process that works on the run: whoever compares it can refuse what an older one
    /// still sends. Programs get it as <c>RUNBOOK_FENCE</c>.
    /// </summary>
    public abstract long Fence { get; }

    /// <summary>
    /// Where the interrupted attempt said that its effect runs (<see cref="StartedAsync"/>); null when it did
    /// not say, empty when it may have said so in a line of the journal that is lost.
    /// </summary>
    public abstract string? Handle { get; }

    /// <summary>Full path of the run's own folder on this machine.</summary>
    public abstract string RunDirectory { get; }

    /// <summary>
    /// When the first attempt of this step began, UTC; before that, now. A probe compares with it.
    /// </summary>
    public abstract DateTimeOffset FirstStartedAt { get; }

    /// <summary>Whether an earlier attempt was begun whose outcome is not known.</summary>
    public abstract bool IsInDoubt { get; }

    /// <summary>
    /// Fires when the step's time limit passes or the operator cancels; pass it on to everything awaited.
    /// </summary>
    public abstract CancellationToken Cancellation { get; }

    /// <summary>The clock of the run; virtual in a rehearsal.</summary>
    public abstract TimeProvider Clock { get; }

    /// <summary>Full path of the folder that holds the runbook; relative paths start here.</summary>
    public abstract string Directory { get; }

    /// <summary>What was captured before the change; null when nothing was.</summary>
    public abstract Captured? Before { get; }

    /// <summary>The step's journaled result, for undo and put-back; null while it has none.</summary>
    public abstract object? Result { get; }

    /// <summary>The result of an earlier step.</summary>
    /// <exception cref="OperationFailedException">That step was skipped or has not run.</exception>
    public abstract T Read<T>(Output<T> output);

    /// <summary>The value of an argument, known or from an earlier step.</summary>
    public T Read<T>(Input<T> input) => input.Output is { } output ? Read(output) : input.Known!;

    /// <summary>
    /// The value of a secret. It and everything given to <see cref="Redact"/> is masked in whatever leaves
    /// the run.
    /// </summary>
    /// <exception cref="SecretMissingException">No store has it.</exception>
    public abstract string Reveal(SecretReference secret);

    /// <summary>
    /// Masks <paramref name="value"/> (a password inside a URL, a token made on the way) from now on.
    /// </summary>
    public abstract void Redact(string value);

    /// <summary>Shows how far the step is. Not journaled; cheap enough to call often.</summary>
    public abstract void Report(StepProgress progress);

    /// <summary>
    /// Says that a value which will stand in evidence, notes or captured values differs from run to run of
    /// the same work on the same world: a position in a log, the size of a dump, a server's own clock.
    /// Nothing is journaled or masked; the transcript of a rehearsal shows <c>{varies:what}</c> for it.
    /// </summary>
    /// <param name="what">Its kind in an operator's words, such as <c>log position</c>.</param>
    /// <param name="value">As it will stand in the text.</param>
    /// <returns>The value.</returns>
    public virtual string Varying(string what, string value) => value;

    /// <summary>Keeps one line of evidence with the step's outcome in the journal, masked.</summary>
    public abstract void Note(string evidence);

    /// <summary>
    /// Asks a person and journals question and answer. After an interruption the same question with an answer
    /// already in the journal is not asked again.
    /// </summary>
    /// <exception cref="AwaitingPersonException">Nobody can be asked here.</exception>
    public abstract Task<Answer> AskAsync(Question question, CancellationToken cancellation);

    /// <summary>
    /// Says where the effect runs from now on: the id of a job, a folder. Durable when it returns. After an
    /// interruption the step is taken up there (<see cref="Operation.CanAttach"/>, <c>.Attach</c>) and never
    /// started a second time. A later handle replaces an earlier one; say it before the start where you can.
    /// </summary>
    /// <param name="handle">Printed and journaled: no place for secrets.</param>
    /// <exception cref="OutcomeUnknownException">It holds a secret; nothing was written.</exception>
    public abstract Task StartedAsync(string handle);

    /// <summary>
    /// Waits that long, whatever is done to the wall clock meanwhile. Ends with the process.
    /// </summary>
    public abstract Task WaitAsync(TimeSpan duration, CancellationToken cancellation);

    /// <summary>
    /// Another step's view, for taking it back: its <see cref="Before"/> and <see cref="Result"/>.
    /// </summary>
    public abstract StepContext Of(string stepId);

    /// <summary>
    /// A port by its interface, such as <see cref="IProcessRunner"/>; composed where the run is started.
    /// </summary>
    /// <exception cref="OperationFailedException">Nothing provides it.</exception>
    public abstract T Port<T>()
        where T : class;

    /// <summary>
    /// A port that an operation can do without, for it brings one of its own; null when nothing provides it.
    /// </summary>
    public virtual T? FindPort<T>()
        where T : class => null;
}
