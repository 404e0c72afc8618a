using System.Globalization;

namespace RunbookDsl.Crash.Tests;

/// <summary>How much is done, and where. All from the environment, so that one command can do more.</summary>
internal static class Settings
{
    private static int _folders;

    /// <summary><c>RUNBOOK_NIGHTLY=1</c>: every boundary of everything, not only of a part.</summary>
    public static bool IsNightly { get; } = Text("RUNBOOK_NIGHTLY") == "1";

    /// <summary><c>RUNBOOK_CRASH_AT</c>: the folder, so the file system, where the journals are.</summary>
    public static string Place { get; } =
        Directory
            .CreateDirectory(
                Path.Combine(
                    Text("RUNBOOK_CRASH_AT") ?? Path.GetTempPath(),
                    $"runbook-crash-{Environment.ProcessId}"
                )
            )
            .FullName;

    /// <summary>Where outcomes go that a journal cannot take: memory, so another file system.</summary>
    public static string Spills { get; } =
        Directory.CreateDirectory($"/dev/shm/runbook-crash-{Environment.ProcessId}").FullName;

    public static int Seed { get; } = Number("RUNBOOK_SEED", Environment.ProcessId);

    /// <summary><c>RUNBOOK_KEEP=1</c>: leaves the journals for a look.</summary>
    public static bool KeepsFolders { get; } = Text("RUNBOOK_KEEP") == "1";

    public static int AtOnce { get; } = Number("RUNBOOK_AT_ONCE", 2);

    public static int Number(string name, int otherwise) =>
        Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public static string NextFolder() =>
        Path.Combine(Place, Interlocked.Increment(ref _folders).ToString(CultureInfo.InvariantCulture));

    private static string? Text(string name) => Environment.GetEnvironmentVariable(name);
}
