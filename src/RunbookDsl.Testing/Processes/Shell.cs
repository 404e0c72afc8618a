namespace RunbookDsl.Testing;

/// <summary>Runs the scripts that live as long as the world does.</summary>
/// <remarks>
/// Whatever is inheritable in this process at the moment of their start is theirs, too; above all the lock
/// that tells whether an attempt of a run is still at work. A server that kept it would make each later
/// attempt of that run wait as long as the server lives. Only bash closes a descriptor of more than one
/// digit; where there is none they stay open.
/// </remarks>
internal static class Shell
{
    private const string CloseInherited = """
        for open in /proc/$$/fd/*; do
          open=${open##*/}
          if [ "$open" -gt 2 ]; then eval "exec $open>&-"; fi
        done 2>/dev/null

        """;

    /// <summary>What is put before the name and the arguments of a script to run it.</summary>
    public static IReadOnlyList<string> Command(
        string script,
        IReadOnlyDictionary<string, string> environment
    ) =>
        Programs.Find("bash", environment) is { } bash
            ? [bash, "-c", CloseInherited + script]
            : ["/bin/sh", "-c", script];
}
