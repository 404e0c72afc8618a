namespace RunbookDsl.Testing;

/// <summary>What happens to one call instead of what should.</summary>
internal sealed class DiskFault
{
    /// <summary>The process ends just before the call.</summary>
    internal static DiskFault DiesBefore { get; } = new();

    /// <summary>The process ends just after the call.</summary>
    internal static DiskFault DiesAfter { get; } = new();

    /// <summary>The error number the call answers with; 0 for none.</summary>
    internal int Error { get; private init; }

    /// <summary>The most bytes a write takes; 0 for no limit.</summary>
    internal int Bytes { get; private init; }

    /// <summary>
    /// The call fails. A failing barrier loses what the file system loses then; any other failing call
    /// changes nothing.
    /// </summary>
    internal static DiskFault Fails(int error) => new() { Error = error };

    /// <summary>A write takes only so many bytes.</summary>
    internal static DiskFault Short(int bytes) => new() { Bytes = bytes };
}
