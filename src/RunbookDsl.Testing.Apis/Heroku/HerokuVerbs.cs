using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing.Apis;

/// <summary>The word of a world file for Heroku.</summary>
public static class HerokuVerbs
{
    /// <summary>An account at Heroku: the Platform API and the Data API behind it.</summary>
    /// <param name="name">Its name in the world.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public static HerokuBuilder Heroku(
        string name = "heroku",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => new(WorldSession.Current, new(name, new(file, line, "Heroku", name)));
}
