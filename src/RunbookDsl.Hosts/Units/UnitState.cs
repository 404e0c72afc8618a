using System.Globalization;
using System.Text.Json.Serialization;

namespace RunbookDsl.Hosts;

/// <summary>A systemd unit as it is at one moment.</summary>
/// <param name="Name">With its suffix: <c>nginx.service</c>.</param>
/// <param name="Active"><c>active</c>, <c>reloading</c>, <c>inactive</c>, <c>failed</c>, <c>activating</c> or
/// <c>deactivating</c>.</param>
/// <param name="Sub">What that means for its type, such as <c>running</c> or <c>exited</c>.</param>
/// <param name="Enabled"><c>enabled</c>, <c>disabled</c>, <c>static</c>, <c>masked</c>… ; empty when it has
/// no file.</param>
/// <param name="Invocation">Another one after every start of the unit; empty when it was never
/// started.</param>
/// <param name="Restarts">How often systemd itself has restarted it since then.</param>
public sealed record UnitState(
    string Name,
    string Active,
    string Sub,
    string Enabled,
    string Invocation,
    int Restarts
)
{
    private const string Properties =
        "--property=LoadState,ActiveState,SubState,UnitFileState,InvocationID,NRestarts";

    /// <summary>Whether it runs, or is taking in a new configuration while it runs.</summary>
    [JsonIgnore]
    public bool IsActive => Active is "active" or "reloading";

    /// <summary>Whether nothing of it runs.</summary>
    [JsonIgnore]
    public bool IsInactive => Active is "inactive" or "failed";

    /// <summary>Whether nobody can start it, also after a reboot.</summary>
    [JsonIgnore]
    public bool IsMasked => Enabled == "masked";

    /// <summary><c>active (running), enabled</c>.</summary>
    public override string ToString() => $"{Active} ({Sub})" + (Enabled.Length == 0 ? "" : $", {Enabled}");

    internal static async Task<UnitState> ReadAsync(
        StepContext context,
        HostUnit unit,
        CancellationToken cancellation
    )
    {
        var call = new HostCall(
            unit.Host,
            $"ask for {unit.Name}",
            "systemctl",
            "show",
            unit.FullName,
            Properties
        );
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in said.Output.Split('\n'))
            if (line.Split('=', 2) is [var name, var value])
                values[name] = value;
        return values.GetValueOrDefault("LoadState") switch
        {
            "loaded" or "masked" => new(
                unit.FullName,
                values["ActiveState"],
                values["SubState"],
                values.GetValueOrDefault("UnitFileState", ""),
                values.GetValueOrDefault("InvocationID", ""),
                int.TryParse(
                    values.GetValueOrDefault("NRestarts"),
                    CultureInfo.InvariantCulture,
                    out var restarts
                )
                    ? restarts
                    : 0
            ),
            "not-found" => throw new OperationFailedException(
                $"{unit.Host} has no unit {unit.FullName}. Nothing was done."
            ),
            var load => throw new OperationFailedException(
                $"systemd on {unit.Host} cannot load {unit.FullName}: {load ?? said.Output.Trim()}. See: "
                    + $"systemctl status {unit.FullName}"
            ),
        };
    }
}
