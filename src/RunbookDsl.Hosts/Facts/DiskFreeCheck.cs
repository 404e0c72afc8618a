namespace RunbookDsl.Hosts;

/// <summary>Asserts that there is room on a host; see <see cref="SshHost.AssertDiskFree"/>.</summary>
public sealed record DiskFreeCheck : HostCheck
{
    internal DiskFreeCheck(SshHost host, string path, long bytes)
        : base(host) => (Path, LeastBytes) = (RemotePath.Checked(path), bytes);

    /// <summary>Something on the file system that is looked at.</summary>
    public string Path { get; }

    /// <summary>What must be free for everybody, in bytes.</summary>
    public long LeastBytes { get; }

    /// <inheritdoc/>
    public override string Kind => "Host.AssertDiskFree";

    /// <inheritdoc/>
    public override string Description =>
        $"at least {DiskSpace.Text(LeastBytes)} are free at {Path} on {Host}";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [.. base.Facts, new("path", Path), new("free", DiskSpace.Text(LeastBytes))];

    /// <inheritdoc/>
    public override async Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var call = new HostCall(Host, $"ask for the room at {Path}", "df", "-P", "-k", "--", Path);
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        if (DiskSpace.Read(said.Output.TrimEnd('\n').Split('\n')[^1]) is not { } space)
            return Verdict.Fail($"df on {Host} said what nobody understands: {said.Output.Trim()}");
        var evidence =
            $"{DiskSpace.Text(space.FreeBytes)} of {DiskSpace.Text(space.Bytes)} are free on {space.MountedOn} "
            + $"of {Host}";
        return space.FreeBytes >= LeastBytes
            ? Verdict.Pass(evidence)
            : Verdict.Fail($"{evidence}, {DiskSpace.Text(LeastBytes)} are needed");
    }
}
