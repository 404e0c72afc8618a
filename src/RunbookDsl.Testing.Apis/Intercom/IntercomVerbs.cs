using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing.Apis;

/// <summary>The word of a world file for Intercom.</summary>
public static class IntercomVerbs
{
    /// <summary>A workspace at Intercom.</summary>
    /// <param name="name">Its name in the world.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public static IntercomBuilder Intercom(
        string name = "intercom",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => new(WorldSession.Current, new(name, new(file, line, "Intercom", name)));
}
