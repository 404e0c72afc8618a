using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing.NUnit;

/// <summary>Worlds that a test describes itself, without a world file.</summary>
public static class Worlds
{
    /// <summary>
    /// The world that a piece of code describes, with the verbs of a world file: <c>using static
    /// RunbookDsl.Testing.WorldVerbs</c>. Nothing is started.
    /// </summary>
    /// <param name="world">Calls the verbs.</param>
    /// <param name="path">Files that the verbs name are beside this one; the compiler gives the test's own
    /// source.</param>
    /// <exception cref="AuthoringException">The world is wrong; holds every mistake, with its
    /// place.</exception>
    public static WorldSpec Of(Action world, [CallerFilePath] string path = "")
    {
        ArgumentNullException.ThrowIfNull(world);
        var session = new WorldSession(path);
        using (session.Enter())
            world();
        return session.Build();
    }
}
