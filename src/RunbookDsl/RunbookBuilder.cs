using System.Runtime.CompilerServices;

namespace RunbookDsl;

/// <summary>A runbook's header being written.</summary>
public sealed class RunbookBuilder
{
    private readonly AuthoringSession _session;

    internal RunbookBuilder(AuthoringSession session) => _session = session;

    /// <summary>Why it is run, for those who approve it and for the report.</summary>
    public RunbookBuilder Purpose(string text) => With(h => h with { Purpose = text });

    /// <summary>The team that answers for it.</summary>
    public RunbookBuilder Owner(string team) => With(h => h with { Owner = team });

    /// <summary>
    /// The maintenance window. <c>T</c> is its start; <c>--window-start</c> moves it for one run.
    /// </summary>
    /// <param name="start">A time with its zone: <c>2026-12-05 06:00Z</c>.</param>
    /// <param name="length">Announced length.</param>
    /// <param name="file">The script; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public RunbookBuilder Window(
        string start,
        TimeSpan length,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        if (length <= TimeSpan.Zero)
            _session.Report(
                "RB0116",
                $".Window wants a length longer than zero: it is {Durations.Exact(length)}.",
                new(file, line, "Window", start)
            );
        try
        {
            var time = WindowText.ParseTime(start);
            return With(h =>
                h with
                {
                    WindowStart = _session.Inputs.WindowStart ?? time,
                    WindowLength = length,
                }
            );
        }
        catch (FormatException e)
        {
            _session.Report(
                "RB0116",
                $".Window wants a start such as 2026-12-05 06:00Z: {e.Message}.",
                new(file, line, "Window", start)
            );
            return this;
        }
    }

    /// <summary>
    /// What only one run at a time may work on, of whatever runbook: <c>db:orders</c>. Taken before the first
    /// step begins, all or none, and kept until the run is closed, also while it is held; the journal says
    /// so. <c>runbook locks</c> lists them.
    /// </summary>
    /// <param name="resources">Names that all runbooks agree on: letters, digits and <c>: . _ /
    /// -</c>.</param>
    public RunbookBuilder Locks(params string[] resources)
    {
        foreach (var resource in resources)
            if (!ResourceName.IsValid(resource))
                _session.Report("RB0124", ResourceName.Wrong(resource), new("", 0, "Locks", resource));
        return With(h => h with { Locks = [.. h.Locks, .. resources] });
    }

    private RunbookBuilder With(Func<RunbookHeader, RunbookHeader> change)
    {
        _session.ChangeHeader(change);
        return this;
    }
}
