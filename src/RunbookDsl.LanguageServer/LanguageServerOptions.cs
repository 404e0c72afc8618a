using RunbookDsl.Scripting;

namespace RunbookDsl.LanguageServer;

/// <summary>What a language server is given by the program around it.</summary>
public sealed record LanguageServerOptions
{
    /// <summary>What scripts see: the same as when they are executed.</summary>
    public required ScriptHostOptions Scripts { get; init; }

    /// <summary>The kind of the script at a full path. Default: every script is a runbook.</summary>
    public Func<string, ScriptProfile> ProfileOf { get; init; } = _ => ScriptProfile.Runbook;

    /// <summary>
    /// Full path of a folder for the read-only documents that show what a verb without source looks like.
    /// Made when the first is asked for.
    /// </summary>
    public required string DocumentsDirectory { get; init; }

    /// <summary>Clock of the delay before diagnostics. Default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// How long nothing is typed before diagnostics are computed. Default 150 ms; zero computes at once.
    /// </summary>
    public TimeSpan DiagnosticsDelay { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Most documents that are kept; an editor that opens more is told of none of the rest.
    /// Default 256.</summary>
    public int MostDocuments { get; init; } = 256;
}
