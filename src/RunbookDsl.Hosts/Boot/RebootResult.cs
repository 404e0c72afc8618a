namespace RunbookDsl.Hosts;

/// <summary>How a host came back.</summary>
/// <param name="BootId">The boot id it has now.</param>
/// <param name="State">What systemd says of the whole system: <c>running</c> or <c>degraded</c>.</param>
/// <param name="Failed">Units that have failed.</param>
public sealed record RebootResult(string BootId, string State, IReadOnlyList<string> Failed);
