namespace RunbookDsl.Hosts;

/// <summary>Asserts that nginx can read its configuration; see <see cref="HostNginx.TestConfig"/>.</summary>
public sealed record NginxConfigCheck : HostCheck
{
    internal NginxConfigCheck(HostNginx nginx)
        : base(nginx.Host) { }

    /// <inheritdoc/>
    public override string Kind => "Nginx.TestConfig";

    /// <inheritdoc/>
    public override string Description => $"the configuration of nginx on {Host} is right";

    /// <inheritdoc/>
    public override Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation) =>
        TestAsync(context, Host, cancellation);

    internal static async Task<Verdict> TestAsync(
        StepContext context,
        SshHost host,
        CancellationToken cancellation
    )
    {
        var call = new HostCall(host, "test the configuration of nginx", "nginx", "-t", "-q")
        {
            AsRoot = true,
            Answers = [1],
        };
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        return said.ExitCode == 0
            ? Verdict.Pass($"nginx on {host} can read its configuration")
            : Verdict.Fail(
                $"nginx on {host} refuses its configuration: {said.Error.Trim().ReplaceLineEndings(" ")}"
            );
    }
}
