using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>Runs a script of a host and looks for what it should produce; see
/// <see cref="SshHost.RunScript"/>.</summary>
/// <remarks>
/// It runs as a transient systemd unit, named after the step and journaled before it is started: a broken
/// connection or a killed runner does not end it, and a resume waits for it instead of starting another one.
/// A reboot of the host ends it; then nobody knows what it did, unless its product is there.
/// </remarks>
public sealed record ScriptOperation : HostOperation<ScriptResult>
{
    private const int MostProducts = 500;
    private readonly string[] _arguments;

    internal ScriptOperation(SshHost host, string path, string[] arguments)
        : base(host)
    {
        (Path, _arguments) = (RemotePath.Checked(path), arguments);
        if (arguments.Any(a => a.Contains('\0', StringComparison.Ordinal)))
            throw new ArgumentException($"an argument of '{path}' holds a zero byte");
    }

    /// <summary>Full path of the script.</summary>
    public string Path { get; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments => _arguments;

    /// <summary>Who it runs as. Default root.</summary>
    public string User { get; private init; } = "root";

    /// <summary>Pattern of the file that it should write, <c>/folder/name-*.gz</c>; null is not looked
    /// for.</summary>
    public string? Product { get; private init; }

    /// <summary>Least size of the product, in bytes. Default 1.</summary>
    public long LeastBytes { get; private init; } = 1;

    /// <inheritdoc/>
    public override string Kind => "Host.RunScript";

    /// <inheritdoc/>
    public override string Description =>
        $"run {CommandText.Of(Path, _arguments)} as {User} on {Host}"
        + (Product is null ? "" : $", which writes {Product}");

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.NonIdempotent;

    /// <inheritdoc/>
    public override bool CanAttach => true;

    /// <inheritdoc/>
    public override string? Verification =>
        Product is null
            ? null
            : $"a file {Product} of at least {DiskSpace.Text(LeastBytes)} was written by this run";

    /// <inheritdoc/>
    public override string? Warning =>
        Product is null
            ? "A script can end with 0 and have done nothing: say what it Produces, or verify from outside"
            : null;

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            .. base.Facts,
            new("script", CommandText.Of(Path, _arguments)),
            new("as", User),
            .. Product is null
                ? Array.Empty<Fact>()
                : [new("product", Product), new("least size", DiskSpace.Text(LeastBytes))],
        ];

    /// <inheritdoc/>
    protected override JsonTypeInfo<ScriptResult> JsonInfo => HostsJson.Default.ScriptResult;

    private HostJob Job => new(Host, Path, [Path, .. _arguments]) { User = User };

    /// <summary>A copy that runs as this user. Default root.</summary>
    public ScriptOperation As(string user) => this with { User = user };

    /// <summary>A copy that succeeds only when such a file, written since the step began, is
    /// there.</summary>
    /// <param name="pattern">Full path; its last name may hold <c>*</c> and <c>?</c>.</param>
    /// <param name="leastBytes">Its least size, in bytes.</param>
    public ScriptOperation Produces(string pattern, long leastBytes = 1) =>
        this with
        {
            Product = RemotePath.Checked(pattern),
            LeastBytes = leastBytes,
        };

    /// <inheritdoc/>
    public override async Task<Probe> ProbeAsync(StepContext context, CancellationToken cancellation)
    {
        if (!context.IsInDoubt)
            return Probe.NotDone("nothing was begun");
        if (context.Handle is null)
            return Probe.NotDone($"where {Path} runs is written before it is begun, and was not");
        var boot = await BootState.ReadAsync(context, Host, cancellation).ConfigureAwait(false);
        return context.Before is { } before && before["boot"] == boot.BootId
            ? Probe.NotDone($"{Host} has no unit {context.Handle} and was not rebooted: it was never started")
            : Probe.Unknown($"{Host} was rebooted since {Path} was to be started");
    }

    /// <inheritdoc/>
    public override async Task<Captured?> CaptureAsync(StepContext context, CancellationToken cancellation)
    {
        var boot = await BootState.ReadAsync(context, Host, cancellation).ConfigureAwait(false);
        var before = Captured.Of("boot", boot.BootId);
        return Product is null
            ? before
            : before.And(
                "products",
                string.Join('\n', await ProductsAsync(context, cancellation).ConfigureAwait(false))
            );
    }

    /// <inheritdoc/>
    public override async Task<ScriptResult> RunAsync(StepContext context, CancellationToken cancellation) =>
        Ended(await Job.RunAsync(context, cancellation).ConfigureAwait(false));

    /// <inheritdoc/>
    public override async Task<ScriptResult> AttachAsync(
        StepContext context,
        string handle,
        CancellationToken cancellation
    ) => Ended(await Job.EndAsync(context, handle, cancellation).ConfigureAwait(false));

    /// <inheritdoc/>
    public override async Task<Verdict> VerifyAsync(
        StepContext context,
        ScriptResult result,
        CancellationToken cancellation
    )
    {
        if (Product is not { } product)
            return Verdict.Pass("nothing to verify");
        var earlier = (context.Before?["products"] ?? "").Split('\n');
        var found = await ProductsAsync(context, cancellation).ConfigureAwait(false);
        string[] made = [.. found.Except(earlier)];
        foreach (var line in made)
            if (
                line.Split(' ', 3) is [_, var size, var path]
                && long.TryParse(size, CultureInfo.InvariantCulture, out var bytes)
                && bytes >= LeastBytes
            )
                return Verdict.Pass($"{path} on {Host}: {DiskSpace.Text(bytes)}");
        return Verdict.Fail(
            made.Length == 0
                ? $"{Path} ended with 0, and wrote no file {product} on {Host}"
                : $"{Path} ended with 0 and wrote less than {DiskSpace.Text(LeastBytes)}: "
                    + string.Join(", ", made.Select(l => l.Split(' ', 3)[^1]))
        );
    }

    // Time, size and name of each: a new line is a new file, or one that was written anew.
    private async Task<string[]> ProductsAsync(StepContext context, CancellationToken cancellation)
    {
        var product = Product!;
        var call = new HostCall(
            Host,
            $"look for {product}",
            [
                .. (string[])["find", RemotePath.FolderOf(product), "-maxdepth", "1", "-type", "f"],
                .. (string[])["-name", product[(product.LastIndexOf('/') + 1)..]],
                .. (string[])["-printf", "%T@ %s %p\\n"],
            ]
        )
        {
            AsRoot = true,
        };
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        var lines = said.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length <= MostProducts
            ? lines
            : throw new OperationFailedException(
                $"{lines.Length} files on {Host} match {product}, at most {MostProducts} are looked at: say it more "
                    + "exactly"
            );
    }

    private ScriptResult Ended(JobEnd end) =>
        end.IsSuccess
            ? new(end.Unit, end.Code, end.Output)
            : throw new OperationFailedException(
                $"{CommandText.Of(Path, _arguments)} on {Host} {end.Text} "
                    + "Look at what it did before you resume: a failed script may have done a part."
            );
}
