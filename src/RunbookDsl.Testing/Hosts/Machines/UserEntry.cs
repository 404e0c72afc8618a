namespace RunbookDsl.Testing;

/// <summary>An account of a scripted machine.</summary>
/// <param name="Name">Login name.</param>
/// <param name="Number">Its number.</param>
/// <param name="Expiry">Day of its expiry, counted from 1970; empty is never.</param>
/// <param name="IsGiven">Whether the world file names it: the rehearsal's own key logs it in.</param>
internal sealed record UserEntry(string Name, int Number, string Expiry, bool IsGiven)
{
    public string Passwd => $"{Name}:x:{Number}:{Number}::{HostMachine.HomeOf(Name)}:/bin/bash";

    public string Shadow => $"{Name}:!:20000:0:99999:7::{Expiry}:";
}
