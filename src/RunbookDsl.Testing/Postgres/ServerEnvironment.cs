namespace RunbookDsl.Testing;

/// <summary>
/// The environment of the server's programs: messages in English, none of the operator's PG variables.
/// </summary>
internal static class ServerEnvironment
{
    public static Dictionary<string, string> Of(IReadOnlyDictionary<string, string> environment) =>
        new()
        {
            ["PATH"] = Programs.PathOf(environment),
            ["LC_ALL"] = "C",
            ["TZ"] = "UTC",
        };

    /// <summary>The same for a program that is to end when the folder goes.</summary>
    public static Dictionary<string, string> In(
        string folder,
        IReadOnlyDictionary<string, string> environment
    ) => new(Of(environment)) { [Remains.Variable] = folder };
}
