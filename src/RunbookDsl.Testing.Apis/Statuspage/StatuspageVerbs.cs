using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing.Apis;

/// <summary>The word of a world file for Atlassian Statuspage.</summary>
public static class StatuspageVerbs
{
    /// <summary>An account at Statuspage.</summary>
    /// <param name="name">Its name in the world.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public static StatuspageBuilder Statuspage(
        string name = "statuspage",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => new(WorldSession.Current, new(name, new(file, line, "Statuspage", name)));
}
