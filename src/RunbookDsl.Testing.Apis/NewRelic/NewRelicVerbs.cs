using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing.Apis;

/// <summary>The word of a world file for New Relic.</summary>
public static class NewRelicVerbs
{
    /// <summary>A user at New Relic, with the accounts it sees.</summary>
    /// <param name="name">Its name in the world.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public static NewRelicBuilder NewRelic(
        string name = "newrelic",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => new(WorldSession.Current, new(name, new(file, line, "NewRelic", name)));
}
