using System.Runtime.CompilerServices;

namespace RunbookDsl;

/// <content>Fleets: the same steps for every member, a few at a time.</content>
public static partial class Verbs
{
    /// <summary>
    /// The same steps for every member of a fleet, a batch after the other, members of a batch side by side.
    /// Before a member is taken out, enough others must serve, looked at anew also after a resume; after its
    /// steps it is taken in again and must serve. They are ordinary steps with <c>[key]</c> behind their ids:
    /// a failure holds the run, a resume goes on where each member stands, an undo goes back through all.
    /// </summary>
    /// <param name="members">Known while planning; put first who is missed least.</param>
    /// <param name="options">Batches, limits, how a member is taken out, and when it serves.</param>
    /// <param name="body">Writes the steps of one member.</param>
    /// <param name="file">The script; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public static void Rolling<TItem>(
        IEnumerable<TItem> members,
        RollingOptions<TItem> options,
        Action<TItem> body,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        var where = new SourceLocation(file, line, "Rolling");
        new RollingPlan<TItem>(AuthoringSession.Current, options, where).Write([.. members], body);
    }
}
