namespace RunbookDsl.Hosts;

/// <summary>What a host is, as it says itself.</summary>
/// <param name="Name">Its own name for itself.</param>
/// <param name="System">Distribution and version, such as <c>Debian GNU/Linux 12 (bookworm)</c>; empty when
/// it does not say.</param>
/// <param name="Kernel">Release of the kernel that runs.</param>
/// <param name="Architecture">Machine type, such as <c>x86_64</c>.</param>
/// <param name="BootId">Another one after every start of the machine.</param>
/// <param name="Uptime">How long it has been running.</param>
/// <param name="RootBytes">Size of the file system of <c>/</c>, in bytes.</param>
/// <param name="RootFreeBytes">What of it is free for everybody, in bytes.</param>
public sealed record HostFacts(
    string Name,
    string System,
    string Kernel,
    string Architecture,
    string BootId,
    TimeSpan Uptime,
    long RootBytes,
    long RootFreeBytes
);
