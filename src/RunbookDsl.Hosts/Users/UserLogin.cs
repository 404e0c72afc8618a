namespace RunbookDsl.Hosts;

/// <summary>A login that is tried.</summary>
/// <param name="User">Who; null is the operator.</param>
/// <param name="Key">The private key; null is what the SSH configuration says.</param>
/// <param name="NeedsSudo">Whether it must be allowed everything, without a password.</param>
internal sealed record UserLogin(string? User, string? Key, bool NeedsSudo);
