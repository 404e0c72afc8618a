using System.Text;
using RunbookDsl.Engine;
using RunbookDsl.Journal;
using RunbookDsl.Scripting;
using RunbookDsl.Scripting.Positions;

namespace RunbookDsl.Cli;

/// <summary>
/// What a failure means for whoever started the command: one exact message and an exit code.
/// </summary>
internal static class Failure
{
    public static int Code(Exception e) =>
        e switch
        {
            RunNotFoundException => ExitCodes.Usage,
            JournalException => ExitCodes.Journal,
            ScriptChangedException => ExitCodes.ScriptChanged,
            RunbookException => ExitCodes.Usage,
            _ => ExitCodes.Bug,
        };

    /// <summary>What is said when standard output did not take all that was printed.</summary>
    public static string LostOutput(int error, int code) =>
        $"runbook: standard output did not take all that was printed: "
        + $"{System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error)} (error {error}). "
        + (
            code == ExitCodes.Done
                ? "The command itself is done and did what it was asked: print it to another place.\n"
                : $"The command itself ended with exit code {code}.\n"
        );

    /// <summary>The whole message, ending in a line feed.</summary>
    public static string Text(Exception e, ProcessSettings settings) =>
        e switch
        {
            AuthoringException authoring => Mistakes(authoring, settings),
            ScriptCompilationException compilation => Findings(compilation, settings),
            UsageException { Command: { } command } =>
                $"runbook {command.Name}: {e.Message}\n{HelpText.Usage(command)}\n",
            UsageException => $"runbook: {e.Message} `runbook help` lists the commands.\n",
            JournalException or RunbookException => $"runbook: {e.Message}\n",
            _ => TraceFile.Keep(e, settings),
        };

    private static string Mistakes(AuthoringException e, ProcessSettings settings)
    {
        var text = new StringBuilder();
        var columns = new ColumnFinder();
        foreach (var error in e.Errors)
        {
            var where = columns.Locate(error.Where);
            text.Append(
                    error with
                    {
                        Where = where with { File = settings.Shown(where.File) },
                        Message = error.Message.Replace(
                            settings.WorkingDirectory.TrimEnd('/') + "/",
                            "",
                            StringComparison.Ordinal
                        ),
                    }
                )
                .Append('\n');
        }
        return text.ToString();
    }

    private static string Findings(ScriptCompilationException e, ProcessSettings settings)
    {
        var text = new StringBuilder();
        foreach (var found in e.Diagnostics)
            text.Append(found with { File = settings.Shown(found.File) }).Append('\n');
        return text.ToString();
    }
}
