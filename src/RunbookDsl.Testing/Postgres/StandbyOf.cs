namespace RunbookDsl.Testing;

/// <summary>The primary that a new server follows.</summary>
/// <param name="Primary">It.</param>
/// <param name="Name">What the follower calls itself there.</param>
internal sealed record StandbyOf(LocalCluster Primary, string Name)
{
    /// <summary>Copies the primary and says whom to follow.</summary>
    public async Task CopyToAsync(
        string data,
        PostgresBinaries binaries,
        ServerUser user,
        ClusterOptions options,
        CancellationToken cancellation
    )
    {
        const string Program = "pg_basebackup";
        var beside = Path.Combine(binaries.Folder, Program);
        var program = File.Exists(beside)
            ? beside
            : Programs.Need(Program, "make a replica", "postgresql-client", options.Environment);
        string[] arguments =
        [
            "-D",
            data,
            "-d",
            $"host={Quote(Primary.Folder)} port={Primary.Port} user=postgres application_name={Quote(Name)}",
            "-X",
            "stream",
            "-c",
            "fast",
            "--no-sync",
            "-R",
        ];
        var command = Tool.Command(
            [.. user.Prefix, program, .. arguments],
            Path.GetDirectoryName(data)!,
            ServerEnvironment.In(Path.GetDirectoryName(data)!, options.Environment)
        );
        var (code, said) = await Tool.RunAsync(command, cancellation).ConfigureAwait(false);
        if (code != 0)
            throw new WorldException($"{program} failed with exit code {code}: {said.Trim()}");
    }

    private static string Quote(string value) =>
        "'"
        + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)
        + "'";
}
