using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>Who watches a run and who can be asked: a person at a terminal, or a log.</summary>
/// <param name="Observer">Prints what happens.</param>
/// <param name="People">Answers questions.</param>
/// <param name="IsAttended">Whether a person is there.</param>
internal sealed record Audience(IRunObserver Observer, IPeople People, bool IsAttended)
{
    public static Audience Of(Session session, Invocation invocation)
    {
        var sink = invocation.Has("--json") ? session.Errors : session.Out;
        return new Audience(new PlainObserver(sink), new Nobody(), false);
    }
}
