using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing;

/// <summary>
/// The words of a world file, <c>&lt;name&gt;.world.csx</c> beside the runbook: what the runbook finds when
/// it is rehearsed.
/// Reading the file starts nothing.
/// </summary>
public static class WorldVerbs
{
    /// <summary>A throw-away PostgreSQL server of its own, empty and without durability.</summary>
    /// <param name="name">Tells several servers of one world apart.</param>
    /// <param name="version">Wanted major version; null takes the newest of this machine.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public static PostgresBuilder Postgres(
        string name = "main",
        int? version = null,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => new(WorldSession.Current, new(name, new(file, line, "Postgres", name)) { Version = version });

    /// <summary>Gives the runbook a secret's value. Only made-up values belong into a world file.</summary>
    public static void Given(
        string secret,
        string value,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => WorldSession.Current.Give(secret, value, new(file, line, "Given", secret));

    /// <summary>Gives the runbook a parameter, as <c>-p name=value</c> does.</summary>
    public static void Answer(
        string parameter,
        string value,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => WorldSession.Current.SetParameter(parameter, value, new(file, line, "Answer", parameter));

    /// <summary>
    /// What a person answers when the runbook asks <paramref name="question"/>, word for word. Said several
    /// times for one
    /// question, the answers are given in this order and the last one from then on.
    /// </summary>
    /// <param name="question">The question's text: of a confirmation, a go/no-go, a manual step or an
    /// approval.</param>
    /// <param name="yes">Whether it is a yes.</param>
    /// <param name="by">Who answers; several persons are separated by a comma.</param>
    /// <param name="evidence">What they write or link.</param>
    public static void Answers(
        string question,
        bool yes = true,
        string by = "somebody",
        string? evidence = null
    ) => WorldSession.Current.AddAnswer(new(question, yes, by, evidence));

    /// <summary>
    /// The operator does not wait for the approval that <paramref name="question"/> asks for, and says why.
    /// </summary>
    /// <param name="question">The name of the step that waits for approval, word for word.</param>
    /// <param name="reason">Why it cannot wait.</param>
    /// <param name="by">Who goes on.</param>
    public static void BreaksGlass(string question, string reason, string by = "somebody") =>
        WorldSession.Current.AddAnswer(new(question, true, by, reason) { IsBreakGlass = true });

    /// <summary>
    /// A file in the work directory, where the relative paths of the runbook's steps start.
    /// </summary>
    /// <param name="path">Relative, without <c>..</c>.</param>
    /// <param name="content">Its text.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public static void WorkFile(
        string path,
        string content,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => WorldSession.Current.AddFile(path, content, new(file, line, "WorkFile", path));

    /// <summary>
    /// A program of the operator's machine that stands for one of this name: a POSIX shell script. What it
    /// changes it changes at the systems of the world, by <c>ssh</c>, <c>git</c>, <c>psql</c> or <c>curl</c>,
    /// so that it can be seen.
    /// </summary>
    /// <param name="name">Such as <c>cap</c>.</param>
    /// <param name="script">Finds its arguments in <c>"$@"</c>.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public static void Program(
        string name,
        string script,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => WorldSession.Current.AddProgram(name, script, new(file, line, "Program", name));

    /// <summary>
    /// Another runbook, carried out in this world before the one that is rehearsed: last night's backup, the
    /// change that went wrong. Has to succeed, without asking anybody.
    /// </summary>
    /// <param name="runbook">Its file, relative to the world file.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public static void Earlier(
        string runbook,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => WorldSession.Current.AddEarlier(runbook, new(file, line, "Earlier", runbook));

    /// <summary>The time the world's clock begins with, such as <c>2026-12-05 06:00Z</c>.</summary>
    public static void StartsAt(
        string time,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => WorldSession.Current.SetStart(time, new(file, line, "StartsAt", time));
}
