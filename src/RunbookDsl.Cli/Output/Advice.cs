using RunbookDsl.Scripting.Positions;

namespace RunbookDsl.Cli;

/// <summary>Remarks about a plan, on the error stream: they are no part of what was asked for.</summary>
internal static class Advice
{
    public static IReadOnlyList<AuthoringWarning> Of(Plan plan) => PlanAdvice.Of(plan);

    public static void Tell(Session session, IReadOnlyList<AuthoringWarning> advice)
    {
        foreach (var remark in advice)
            session.Errors.Line($"{remark with { Where = new ColumnFinder().Locate(remark.Where) }}");
    }
}
