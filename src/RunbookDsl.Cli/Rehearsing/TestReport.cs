using System.Globalization;
using RunbookDsl.Testing;
using RunbookDsl.Testing.Scripts;

namespace RunbookDsl.Cli;

/// <summary>Tells how the tests of runbooks went.</summary>
internal sealed class TestReport(Session session, Invocation invocation)
{
    private readonly Lock _gate = new();
    private readonly List<RunbookTestResult> _results = [];
    private readonly List<(string Script, string Text)> _broken = [];
    private readonly bool _isJson = invocation.Has("--json");

    public void Begin(string script)
    {
        if (!_isJson && session.Out.IsTerminal)
            session.Out.Line($"        {session.Settings.Shown(script)} …");
    }

    public void Row(RehearsalResult row)
    {
        if (_isJson || !invocation.Has("--verbose"))
            return;
        lock (_gate)
            session.Out.Line($"        {(row.IsPassed ? "ok" : "FAILED")} {row.Scenario.Name}");
    }

    public void End(RunbookTestResult result)
    {
        _results.Add(result);
        if (_isJson)
            return;
        var word = result.IsPassed ? "ok     " : "FAILED ";
        session.Out.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{word} {session.Settings.Shown(result.Script)}: {result.Scenarios} scenarios, coverage "
                    + $"{result.Coverage.Percent} %, {result.Matrix.Took.TotalSeconds:0.0} s"
            )
        );
        foreach (var problem in result.Problems)
            session.Out.Line(Indented(problem));
        if (invocation.Has("--coverage"))
            session.Out.Write(result.Coverage.Text());
        if (invocation.Value("--coverage-html") is { } html)
            File.WriteAllText(
                Path.GetFullPath(html, session.Settings.WorkingDirectory),
                result.Coverage.Html()
            );
    }

    public void Broken(string script, string text)
    {
        _broken.Add((script, text));
        if (_isJson)
            return;
        session.Out.Line($"FAILED  {session.Settings.Shown(script)}");
        session.Out.Line(Indented(text.TrimEnd()));
    }

    /// <summary>Ctrl+C: what has ended is told already; the rest was not tested.</summary>
    public void GivenUp(string why, IEnumerable<string> left)
    {
        var names = left.Select(session.Settings.Shown).ToList();
        var tested = _results.Count + _broken.Count;
        session.Errors.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"given up: {tested} of {tested + names.Count} runbooks were tested. Of {names[0]} {why} "
                    + $"{(names.Count > 1 ? $"Not begun: {string.Join(", ", names.Skip(1))}. " : "")}"
                    + $"What was started for them has ended."
            )
        );
    }

    public int Sum()
    {
        var passed = _results.Count(r => r.IsPassed);
        var failed = _results.Count - passed + _broken.Count;
        if (_isJson)
            RunJson.Print(session.Out, w => TestJson.Write(w, _results, _broken));
        else
            session.Out.Line(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{passed} of {passed + failed} runbooks passed, {_results.Sum(r => r.Scenarios)} scenarios"
                )
            );
        return failed == 0 ? ExitCodes.Done : ExitCodes.Held;
    }

    private static string Indented(string text) =>
        "        " + text.Replace("\n", "\n        ", StringComparison.Ordinal);
}
