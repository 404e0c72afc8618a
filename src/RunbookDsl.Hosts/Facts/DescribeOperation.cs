using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>Writes down what a host is before anything is done to it; see
/// <see cref="SshHost.Describe"/>.</summary>
public sealed record DescribeOperation : HostOperation<HostFacts>
{
    private const string Script =
        "hostname; uname -r; uname -m; cat /proc/sys/kernel/random/boot_id; cat /proc/uptime; "
        + "df -P -k / | tail -n 1; cat /etc/os-release";

    internal DescribeOperation(SshHost host)
        : base(host) { }

    /// <inheritdoc/>
    public override string Kind => "Host.Describe";

    /// <inheritdoc/>
    public override string Description => $"write down what {Host} is: system, kernel, boot, disk";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.ReadOnly;

    /// <inheritdoc/>
    protected override JsonTypeInfo<HostFacts> JsonInfo => HostsJson.Default.HostFacts;

    /// <inheritdoc/>
    public override async Task<HostFacts> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var call = HostCall.Script(Host, "ask what it is", Script);
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        var facts =
            Read(said.Output)
            ?? throw new OperationFailedException(
                $"{Host} did not say what it is as a Linux host does: {said.Output.Trim()}"
            );
        context.Note(
            $"{facts.Name}: {facts.System}, kernel {facts.Kernel}, up {facts.Uptime.TotalHours:F0} h, "
                + $"{DiskSpace.Text(facts.RootFreeBytes)} free on /"
        );
        return facts;
    }

    private static HostFacts? Read(string output)
    {
        var lines = output.Split('\n');
        if (
            lines is not [var name, var kernel, var machine, var boot, var uptime, var disk, .. var release]
            || !double.TryParse(uptime.Split(' ')[0], CultureInfo.InvariantCulture, out var seconds)
            || DiskSpace.Read(disk) is not { } space
        )
            return null;
        var pretty = release.FirstOrDefault(l => l.StartsWith("PRETTY_NAME=", StringComparison.Ordinal));
        return new(
            name,
            pretty?[12..].Trim('"', '\'') ?? "",
            kernel,
            machine,
            boot,
            TimeSpan.FromSeconds(seconds),
            space.Bytes,
            space.FreeBytes
        );
    }
}
