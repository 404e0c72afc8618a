using System.Reflection;
using System.Runtime.CompilerServices;
using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>What a script prints, while it is read and in its steps.</summary>
internal static class PrintedText
{
    // What a script prints is not the command's own output, which may be JSON, and may hold a secret. The
    // console is not loaded by a start whose script does not print: it is taken over when it comes.
    public static void Take()
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
}
