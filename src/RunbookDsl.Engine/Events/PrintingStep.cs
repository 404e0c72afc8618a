using System.Text;

namespace RunbookDsl.Engine;

/// <summary>The step whose code runs here, with the line it has begun to print.</summary>
internal sealed class PrintingStep : IDisposable
{
    private static readonly AsyncLocal<PrintingStep?> AtWork = new();
    private readonly RunScope _scope;
    private readonly PlannedStep _step;
    private readonly Lock _gate = new();
    private StringBuilder? _line;

    private PrintingStep(RunScope scope, PlannedStep step) => (_scope, _step) = (scope, step);

    public static PrintingStep? Current => AtWork.Value;

    /// <summary>Everything printed from here on, in whatever task, is this step's.</summary>
    public static PrintingStep Begin(RunScope scope, PlannedStep step) =>
        AtWork.Value = new PrintingStep(scope, step);

    public void Take(string text)
    {
        lock (_gate)
        {
            var rest = text.AsSpan();
            for (int end; (end = rest.IndexOf('\n')) >= 0; rest = rest[(end + 1)..])
            {
                (_line ??= new()).Append(rest[..end]);
                Tell();
            }
            if (!rest.IsEmpty)
                (_line ??= new()).Append(rest);
        }
    }

    /// <summary>Tells the line that was not ended.</summary>
    public void Dispose()
    {
        AtWork.Value = null;
        lock (_gate)
            Tell();
    }

    // Masked as a whole line: a secret that was printed in pieces is one here.
    private void Tell()
    {
        var line = _line?.ToString().TrimEnd('\r');
        _line?.Clear();
        if (!string.IsNullOrEmpty(line))
            _scope.Emit(RunEventKind.Note, _step, line);
    }
}
