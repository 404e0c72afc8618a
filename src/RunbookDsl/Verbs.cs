using System.Runtime.CompilerServices;

namespace RunbookDsl;

/// <summary>
/// The words a runbook begins its sentences with. In a script they are there without any <c>using</c>. Each
/// adds to the plan; none does anything.
/// </summary>
public static partial class Verbs
{
    /// <summary>Gives the runbook its title; once, at the top.</summary>
    public static RunbookBuilder Runbook(
        string title,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => AuthoringSession.Current.BeginRunbook(title, new(file, line, "Runbook", title));

    /// <summary>
    /// A step; runs after the one before it. Its id is the slug of <paramref name="name"/> and must be
    /// unique.
    /// </summary>
    public static StepDraft Step(
        string name,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => AuthoringSession.Current.AddStep(name, new(file, line, "Step"));

    /// <summary>
    /// A value the operator gives with <c>-p name=value</c>. Known while planning, journaled, shown: no place
    /// for secrets.
    /// </summary>
    /// <typeparam name="T">string, int, long, bool, double, decimal, TimeSpan, DateTimeOffset, Uri, string[]
    /// or an enum.</typeparam>
    public static Parameter<T> Param<T>(
        string name,
        string description,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => AuthoringSession.Current.AddParameter<T>(name, description, new(file, line, "Param", name));

    /// <summary>
    /// A secret by name: an environment variable, unless <c>.FromFile</c> or <c>.FromCommand</c> say
    /// otherwise. Its value is read when a step asks for it and never planned, journaled or printed. Written
    /// in the script outside of a step's code it has to have a value before the run is begun, also when only
    /// code asks for it.
    /// </summary>
    public static SecretReference Secret(string name) => AuthoringSession.Declared(new(name));

    /// <summary>The start of the maintenance window; <c>T - 24.Hours</c> is a day before.</summary>
    public static WindowTime T => default;

    /// <summary>
    /// Puts the change on the restore list until it is put back: by <see cref="PutBack"/>, or else by a step
    /// that the plan appends at its end. What is on the list is printed whenever the run stops.
    /// </summary>
    public static Operation<TResult> Temporarily<TResult>(Operation<TResult> operation) =>
        operation with
        {
            IsTemporary = true,
        };

    /// <summary>Puts back what <paramref name="step"/> changed, with the value captured before.</summary>
    public static Operation<Unit> PutBack(StepBuilder step) => new PutBackOperation(step.Slot);

    /// <summary>
    /// Stops and asks "go on?", with the clock and everything still switched off shown. No answer holds the
    /// run.
    /// </summary>
    /// <param name="approvers">How many other persons have to say go; 0 asks the operator.</param>
    /// <param name="question">What is decided; also the step's name.</param>
    /// <param name="file">The script; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public static StepBuilder<Answer> GoNoGo(
        string question,
        int approvers = 0,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        var where = new SourceLocation(file, line, "GoNoGo", question);
        var asked = new Question(QuestionKind.GoNoGo, question) { Approvers = approvers };
        return AuthoringSession
            .Current.AddStep(question, where)
            .Does(new HumanOperation("GoNoGo", asked), where);
    }
}
