using System.Reflection;

namespace RunbookDsl.Cli;

/// <summary>Help and version, however they are asked for.</summary>
internal static class HelpCommand
{
    /// <summary>
    /// The exit code when the words ask for help or the version; null when they ask for a command.
    /// </summary>
    public static int? Answers(IReadOnlyList<string> words, Session session)
    {
        if (words.Count == 0)
        {
            session.Errors.Write(HelpText.All(CommandTable.Commands));
            return ExitCodes.Usage;
        }
        if (words[0] is "--version" or "version")
            return Print(session, $"runbook {Version()}\n");
        if (words[0] is "help" or "--help" or "-h")
            return Print(session, words.Count > 1 ? Of(words[1]) : HelpText.All(CommandTable.Commands));
        foreach (var word in words)
        {
            if (word == "--")
                break;
            if (word is "--help" or "-h")
                return Print(session, Of(words[0]));
        }
        return null;
    }

    private static string Of(string command) =>
        HelpText.Of(CommandParser.Find(CommandTable.Commands, command));

    private static int Print(Session session, string text)
    {
        session.Out.Write(text);
        return ExitCodes.Done;
    }

    private static string Version()
    {
        var version =
            typeof(HelpCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        var text = version?.InformationalVersion ?? "0";
        var end = text.IndexOf('+', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }
}
