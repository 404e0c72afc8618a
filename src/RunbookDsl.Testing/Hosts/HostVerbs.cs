using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing;

/// <summary>The words of a world file for machines that are reached over SSH.</summary>
public static class HostVerbs
{
    /// <summary>
    /// A scripted machine: files, users, units, packages and containers that commands really change, and
    /// answers of its own for any other command. Empty but for what a Debian always has.
    /// </summary>
    /// <param name="name">Its name, as <c>ssh</c> is told it.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public static HostBuilder Host(
        string name,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => new(WorldSession.Current, new HostSystemSpec(name, new(file, line, "Host", name)));

    /// <summary>
    /// Whether the Redis of a machine has a key, for a page that shows it:
    /// <c>.Page("/account", 200, stage =&gt; RedisHas(stage, "web-1", "session:ann") ? "Hello ann" :
    /// "Log in")</c>.
    /// </summary>
    /// <param name="stage">The rehearsal.</param>
    /// <param name="host">The machine.</param>
    /// <param name="key">The key.</param>
    /// <param name="database">The number of the database.</param>
    public static bool RedisHas(Stage stage, string host, string key, int database = 0)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Find<SshRealm>()?.Find(host)?.Redis is { } redis
            && redis.Look(database, key).Kind != "none";
    }
}
