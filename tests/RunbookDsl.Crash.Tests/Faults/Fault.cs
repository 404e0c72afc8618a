namespace RunbookDsl.Crash.Tests;

/// <summary>What a system call answers instead of doing its work.</summary>
/// <param name="Error">The error's name, as strace takes it.</param>
/// <param name="Text">How the message tells it.</param>
/// <param name="Calls">The calls it is tried at.</param>
internal sealed record Fault(string Error, string Text, params string[] Calls)
{
    private static readonly string[] Syncs = ["fdatasync", "fsync"];
    private static readonly string[] Names = ["openat", "rename", "mkdir", "link", "unlink"];

    /// <summary>A sync that fails once and then "succeeds": tried at every one of them, always.</summary>
    public static Fault Sync { get; } = new("EIO", "Input/output error", Syncs);

    /// <summary>A disk that is full once: tried at every fourth write in CI.</summary>
    public static Fault Full { get; } = new("ENOSPC", "No space left on device", "pwrite64");

    /// <summary>All others; tried at a part of the calls in CI, at all of them at night.</summary>
    public static IReadOnlyList<Fault> Others { get; } =
    [
        new("EDQUOT", "Disk quota exceeded", "pwrite64", "fdatasync", "openat", "mkdir", "rename", "link"),
        new("ENOSPC", "No space left on device", "fdatasync", "fsync", "openat", "mkdir", "rename", "link"),
        new("EROFS", "Read-only file system", ["pwrite64", .. Names]),
        new("ESTALE", "Stale file handle", ["pwrite64", .. Syncs, .. Names]),
        new("EINTR", "Interrupted system call", ["pwrite64", "ftruncate", .. Syncs, .. Names]),
        new("EMFILE", "Too many open files", "openat"),
        new("EIO", "Input/output error", ["pwrite64", "ftruncate", .. Names]),
    ];

    /// <summary>Where it strikes: at these calls on the journal, not on the world.</summary>
    public IReadOnlyList<Boundary> Of(IReadOnlyList<Boundary> boundaries) =>
        [
            .. boundaries.Where(b =>
                Calls.Contains(b.Call) && b.Line.Contains("/home", StringComparison.Ordinal)
            ),
        ];

    public bool IsSync => Calls.SequenceEqual(Syncs);
}
