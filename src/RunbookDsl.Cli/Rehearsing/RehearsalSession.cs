using RunbookDsl.Testing.Scripts;

namespace RunbookDsl.Cli;

/// <summary>What rehearsals take from this start of the command.</summary>
internal static class RehearsalSession
{
    public static RehearsalSettings Settings(Session session) =>
        new(
            session.Settings.Environment,
            session.Settings.WorkingDirectory,
            Path.Combine(session.Settings.Cache, "scripts")
        )
        {
            BeforeReading = PrintedText.Take,
        };
}
