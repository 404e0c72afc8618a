using System.Runtime.CompilerServices;
using DiffEngine;

namespace RunbookDsl.Testing.NUnit.Tests;

/// <summary>What a project may have asked of Verify for its other snapshots.</summary>
internal static class HostileProject
{
    [ModuleInitializer]
    public static void Initialize()
    {
        VerifierSettings.ScrubInlineGuids();
        VerifierSettings.ScrubLinesContaining("signal.recv");
        VerifierSettings.ScrubLinesContaining("not told");
        VerifierSettings.AddScrubber(text => text.Replace("step", "scrubbed"));
        // Tests here fail on purpose: nobody wants to look at it.
        DiffRunner.Disabled = true;
    }
}
