using System.Globalization;
using System.Text;

namespace RunbookDsl.Engine;

/// <summary>
/// Where a program lets scripts print to. What a step prints reaches whoever watches the run, a line at a
/// time under the step's name, with secrets masked as in every other text; it is not journaled.
/// </summary>
/// <param name="elsewhere">
/// Takes what is printed while no step is at work, as it comes: a script that prints while it is read.
/// </param>
public sealed class ScriptOutput(Action<string> elsewhere) : TextWriter(CultureInfo.InvariantCulture)
{
    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value) => Write(value.ToString());

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) =>
        Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return;
        if (PrintingStep.Current is { } step)
            step.Take(value);
        else
            elsewhere(value);
    }

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write(value + "\n");
}
