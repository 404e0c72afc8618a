namespace RunbookDsl.Hosts;

/// <summary>How a unit should be.</summary>
/// <param name="IsActive">Whether it should run; null leaves that alone.</param>
internal sealed record UnitWish(bool? IsActive = null)
{
    public UnitFile File { get; init; }

    /// <summary>How it was, to be put back.</summary>
    public static UnitWish Of(string active, string enabled) =>
        new(active is "active" or "reloading" or "activating")
        {
            File = enabled switch
            {
                "enabled" => UnitFile.Enabled,
                "disabled" => UnitFile.Disabled,
                "masked" => UnitFile.Masked,
                // Static, generated, indirect… cannot be enabled or disabled, only masked or not.
                _ => UnitFile.Unmasked,
            },
        };

    public bool IsMetBy(UnitState state) => Verbs(state).Count == 0;

    /// <summary>What has to be said to systemctl, in this order.</summary>
    public IReadOnlyList<string> Verbs(UnitState state)
    {
        var verbs = new List<string>();
        var isMasked = state.Enabled is "masked" or "masked-runtime";
        // Nobody may start it between the two, so a mask goes before a stop and an unmask before a start.
        if (File == UnitFile.Masked && state.Enabled != "masked")
            verbs.Add("mask");
        if (File is UnitFile.Enabled or UnitFile.Disabled or UnitFile.Unmasked && isMasked)
            verbs.Add("unmask");
        if (File == UnitFile.Enabled && state.Enabled != "enabled")
            verbs.Add("enable");
        if (File == UnitFile.Disabled && state.Enabled != "disabled")
            verbs.Add("disable");
        if (IsActive == true && !state.IsActive)
            verbs.Add("start");
        if (IsActive == false && !state.IsInactive)
            verbs.Add("stop");
        return verbs;
    }
}
