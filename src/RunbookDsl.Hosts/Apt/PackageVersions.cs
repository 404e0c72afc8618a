namespace RunbookDsl.Hosts;

/// <summary>Which versions of packages a host has.</summary>
internal static class PackageVersions
{
    /// <summary>The installed ones of a plan, by name.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(
        StepContext context,
        SshHost host,
        AptPlan plan,
        CancellationToken cancellation
    )
    {
        var call = new HostCall(
            host,
            "ask for the versions of its packages",
            [
                .. (string[])["dpkg-query", "-W", "-f=${db:Status-Status} ${Package} ${Version}\\n"],
                .. plan.Changes.Select(c => c.Name),
            ]
        )
        {
            // Of a package that it does not know, it says so and ends with 1.
            Answers = [1],
        };
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in said.Output.Split('\n'))
            if (line.Split(' ') is ["installed", var name, var version])
                versions[name] = version;
        return versions;
    }

    /// <summary>What dpkg finds half done, in one line; empty when nothing is.</summary>
    public static async Task<string> AuditAsync(
        StepContext context,
        SshHost host,
        CancellationToken cancellation
    )
    {
        var call = new HostCall(host, "ask dpkg what is half done", "dpkg", "--audit") { Answers = [1] };
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        return said.Output.Trim().ReplaceLineEndings(" ");
    }
}
