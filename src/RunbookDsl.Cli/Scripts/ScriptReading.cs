using System.Reflection;
using System.Runtime.CompilerServices;
using RunbookDsl.Engine;
using RunbookDsl.Scripting;
using RunbookDsl.Scripting.Positions;

namespace RunbookDsl.Cli;

/// <summary>
/// Runs the statements of a loaded script: they only speak to the session they were entered in.
/// </summary>
internal static class ScriptReading
{
    /// <summary>Null when all went well; else what the script did wrong, with its place.</summary>
    public static AuthoringError? Failure(LoadedScript script)
    {
        TakePrintedText();
        try
        {
            var reading = script.RunAsync();
            if (!reading.IsCompleted)
                return new(
                    "RB0118",
                    "the script waits for something while it is read: only steps may wait.",
                    Top(script)
                );
            reading.GetAwaiter().GetResult();
            return null;
        }
        catch (Exception e) when (e is not (RunbookException or OutOfMemoryException))
        {
            var text =
                $"the script failed while it was read: {e.GetType().Name}: {EventText.OneLine(e.Message)}";
            return SourcePositions.Find(e, script.Sources) is { } place
                ? new("RB0122", text, new(place.File, place.Line, "") { Column = place.Column })
                : new("RB0122", text, Top(script));
        }
    }

    // What a script prints is not the command's own output, which may be JSON, and may hold a secret. The
    // console is not loaded by a start whose script does not print: it is taken over when it comes.
    private static void TakePrintedText()
    {
        AppDomain.CurrentDomain.AssemblyLoad -= TakeConsole;
        AppDomain.CurrentDomain.AssemblyLoad += TakeConsole;
        foreach (var loaded in AppDomain.CurrentDomain.GetAssemblies())
            TakeConsole(loaded);
    }

    private static void TakeConsole(object? sender, AssemblyLoadEventArgs e) => TakeConsole(e.LoadedAssembly);

    private static void TakeConsole(Assembly loaded)
    {
        if (loaded.FullName!.StartsWith("System.Console,", StringComparison.Ordinal))
            Redirect();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Redirect()
    {
        var printed = new ScriptOutput(text => new TextSink(2).Write(text));
        Console.SetOut(printed);
        Console.SetError(printed);
    }

    private static SourceLocation Top(LoadedScript script) => new(script.Path, 1, "");
}
