using System.Text.Json.Serialization.Metadata;

namespace RunbookDsl.Hosts;

/// <summary>Asks whether a reboot is wanted; see <see cref="HostApt.RebootRequired"/>.</summary>
public sealed record RebootNeedOperation : HostOperation<RebootNeed>
{
    // Plain Debian writes the file only where update-notifier or unattended-upgrades is installed.
    private const string Script = """
        if [ -e /run/reboot-required ]; then
          echo "required"
          if [ -e /run/reboot-required.pkgs ]; then
            for name in $(cat /run/reboot-required.pkgs); do echo "reason $name"; done
          fi
        fi
        if command -v needrestart > /dev/null; then needrestart -b -r l 2> /dev/null; fi
        exit 0
        """;

    internal RebootNeedOperation(SshHost host)
        : base(host) { }

    /// <inheritdoc/>
    public override string Kind => "Host.RebootRequired";

    /// <inheritdoc/>
    public override string Description => $"ask whether {Host} wants to be rebooted";

    /// <inheritdoc/>
    public override EffectClass Effect => EffectClass.ReadOnly;

    /// <inheritdoc/>
    protected override JsonTypeInfo<RebootNeed> JsonInfo => HostsJson.Default.RebootNeed;

    /// <inheritdoc/>
    public override async Task<RebootNeed> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var call = HostCall.Script(Host, "ask whether it wants a reboot", Script) with { AsRoot = true };
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        var (isRequired, reasons, services) = (false, new SortedSet<string>(), new SortedSet<string>());
        foreach (var line in said.Output.Split('\n'))
            if (line == "required")
                isRequired = true;
            else if (line.StartsWith("reason ", StringComparison.Ordinal))
                reasons.Add(line[7..]);
            else if (line is "NEEDRESTART-KSTA: 2" or "NEEDRESTART-KSTA: 3")
                (isRequired, _) = (true, reasons.Add("a newer kernel"));
            else if (line.StartsWith("NEEDRESTART-SVC: ", StringComparison.Ordinal))
                services.Add(line[17..].Trim());
        var need = new RebootNeed(isRequired, [.. reasons], [.. services]);
        context.Note($"{Host}: {need}");
        return need;
    }
}
