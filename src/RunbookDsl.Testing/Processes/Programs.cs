namespace RunbookDsl.Testing;

/// <summary>Looks for programs in PATH.</summary>
internal static class Programs
{
    private const string UsualPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    public static string PathOf(IReadOnlyDictionary<string, string> environment) =>
        environment.TryGetValue("PATH", out var path) && path.Length > 0 ? path : UsualPath;

    /// <summary>Full path of <paramref name="program"/>; null when PATH has none.</summary>
    public static string? Find(string program, IReadOnlyDictionary<string, string> environment)
    {
        foreach (var folder in PathOf(environment).Split(':'))
            if (folder.StartsWith('/') && File.Exists(Path.Combine(folder, program)))
                return Path.Combine(folder, program);
        return null;
    }

    /// <summary>Full path of <paramref name="program"/>, or the message that says how to get it.</summary>
    public static string Need(
        string program,
        string why,
        string package,
        IReadOnlyDictionary<string, string> environment
    ) =>
        Find(program, environment)
        ?? throw new WorldException(
            $"no program '{program}' in PATH ({PathOf(environment)}), needed to {why}. "
                + $"Install it: apt-get install -y {package}"
        );
}
