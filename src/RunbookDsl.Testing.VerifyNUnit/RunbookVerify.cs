using DiffEngine;
using RunbookDsl.Testing.NUnit;

namespace RunbookDsl.Testing.VerifyNUnit;

/// <summary>Rehearsals as snapshots of Verify: <c>await Verify(rehearsal)</c>.</summary>
public static class RunbookVerify
{
    private static readonly Lock Gate = new();
    private static bool _isReady;

    /// <summary>
    /// From here on a <see cref="RehearsalResult"/> is verified as its transcript, a
    /// <see cref="MatrixResult"/> as the table of its scenarios and a <see cref="Plan"/> as <c>runbook
    /// plan</c> prints it: the bytes that the harness keeps itself, whatever scrubbers the project has. To be
    /// called by a module initializer; a second call does nothing.
    /// </summary>
    /// <remarks>
    /// Also for everything else that the project verifies: files are written without a byte order mark, and
    /// no diff tool is started where the variable <c>CI</c> is set.
    /// </remarks>
    /// <exception cref="Exception">Something was verified before; nothing was changed.</exception>
    public static void Initialize()
    {
        lock (Gate)
        {
            if (_isReady)
                return;
            VerifierSettings.UseUtf8NoBom();
            VerifierSettings.RegisterStreamConverter(TextSeal.Extension, TextSeal.Open);
            Know<RehearsalResult>(Transcript.Of);
            Know<MatrixResult>(Combination.Of);
            Know<Plan>(PlanText.Of);
            if (TestMachine.IsCi)
                DiffRunner.Disabled = true;
            _isReady = true;
        }
    }

    private static void Know<T>(Func<T, string> text)
        where T : notnull
    {
        VerifierSettings.RegisterFileConverter<T>((value, _) => TextSeal.Close(text(value)));
        VerifierSettings.AddExtraSettings(json => json.Converters.Add(new NoPart<T>()));
    }
}
