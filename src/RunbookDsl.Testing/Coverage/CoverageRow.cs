namespace RunbookDsl.Testing;

/// <summary>A cell, and whether some rehearsal saw it.</summary>
/// <param name="Cell">What can happen.</param>
/// <param name="IsRehearsed">Whether it did.</param>
public sealed record CoverageRow(CoverageCell Cell, bool IsRehearsed);
