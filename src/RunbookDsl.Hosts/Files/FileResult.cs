namespace RunbookDsl.Hosts;

/// <summary>What was done with a file on a host.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="WasThere">Whether it was there before.</param>
/// <param name="Image">Where the host keeps it as it was before, for root alone; null when it was not there,
/// or nothing had to be changed.</param>
public sealed record FileResult(string Path, bool WasThere, string? Image);
