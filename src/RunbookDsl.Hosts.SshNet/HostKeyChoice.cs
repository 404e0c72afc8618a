namespace RunbookDsl.Hosts.SshNet;

/// <summary>Which kinds of host key a server may show.</summary>
internal static class HostKeyChoice
{
    private const string Certificate = "-cert-v01@openssh.com";

    /// <summary>
    /// Leaves the kinds of which a key is known, so that a server with several shows that one; never a
    /// certificate, whose authority nobody here could check.
    /// </summary>
    public static void Limit<T>(IDictionary<string, T> algorithms, IReadOnlyList<string> known)
    {
        foreach (
            var name in algorithms
                .Keys.Where(n => n.EndsWith(Certificate, StringComparison.Ordinal))
                .ToArray()
        )
            algorithms.Remove(name);
        if (!algorithms.Keys.Any(n => IsOf(n, known)))
            return;
        foreach (var name in algorithms.Keys.Where(n => !IsOf(n, known)).ToArray())
            algorithms.Remove(name);
    }

    private static bool IsOf(string algorithm, IReadOnlyList<string> known) =>
        known.Contains(algorithm)
        || (algorithm.StartsWith("rsa-sha2-", StringComparison.Ordinal) && known.Contains("ssh-rsa"));
}
