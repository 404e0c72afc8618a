using System.Globalization;
using RunbookDsl.Testing;

namespace RunbookDsl.Cli;

/// <summary>Tells how rehearsals went.</summary>
internal sealed class RehearsalReport(Session session, Invocation invocation, Plan plan)
{
    private readonly Lock _gate = new();
    private int _rows;

    /// <summary>One scenario of a matrix has ended.</summary>
    public void Row(RehearsalResult result)
    {
        lock (_gate)
        {
            _rows++;
            if (invocation.Has("--json"))
                return;
            if (!result.IsPassed || invocation.Has("--verbose"))
                Line(result);
        }
    }

    /// <summary>The whole matrix has ended.</summary>
    public int Tell(MatrixResult matrix)
    {
        var failed = matrix.Rows.Count(r => !r.IsPassed);
        var isClean = matrix.Reference.Clean.IsPassed;
        if (invocation.Has("--json"))
            RunJson.Print(session.Out, w => RehearsalJson.Write(w, plan, matrix));
        else if (!isClean)
            Line(matrix.Reference.Clean);
        else
            session.Out.Line(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{plan.Header.Title}: {matrix.Rows.Count + 1} scenarios, {failed} failed, "
                        + $"{matrix.Took.TotalSeconds:0.0} s"
                )
            );
        return isClean && failed == 0 ? ExitCodes.Done : ExitCodes.Held;
    }

    /// <summary>A single scenario has ended.</summary>
    public int Tell(RehearsalResult result)
    {
        if (invocation.Has("--json"))
            RunJson.Print(session.Out, w => RehearsalJson.Write(w, plan, result));
        else
            Line(result);
        if (invocation.Has("--transcript"))
            session.Out.Write(Transcript.Of(result));
        return result.IsPassed ? ExitCodes.Done : ExitCodes.Held;
    }

    private void Line(RehearsalResult result)
    {
        session.Out.Line($"{(result.IsPassed ? "ok     " : "FAILED ")} {result.Scenario.Name}");
        foreach (var finding in result.Findings)
            session.Out.Line($"        {EventText.OneLine($"{finding}")}");
    }
}
