using System.Text;

namespace RunbookDsl.Hosts;

/// <summary>
/// The one place where arguments become text for a host's POSIX shell: each is quoted once, and nothing in it
/// means anything to that shell.
/// </summary>
internal static class RemoteText
{
    /// <summary>The command line of an operation.</summary>
    /// <param name="operation">What to run.</param>
    public static string Of(RemoteExecOperation operation)
    {
        var text = new StringBuilder();
        // The value of a secret comes by the input, one line each, and never stands in a command line.
        foreach (var (name, _) in operation.SecretEnvironment)
            text.Append("IFS= read -r ").Append(name).Append(" && export ").Append(name).Append(" && ");
        if (operation.Directory is { } directory)
            text.Append("cd ").Append(Quote(directory)).Append(" && ");
        if (text.Length > 0)
            text.Append("exec ");
        if (operation.Environment.Count > 0)
            text.Append("env ");
        foreach (var variable in operation.Environment)
            text.Append(variable.Name).Append('=').Append(Quote(variable.Value)).Append(' ');
        return text.AppendJoin(' ', operation.Arguments.Prepend(operation.Program).Select(Quote)).ToString();
    }

    /// <summary>The command line of these words.</summary>
    /// <param name="words">The program and its arguments.</param>
    public static string Of(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    /// <summary>Whether a shell takes it for the name of a variable.</summary>
    public static bool IsName(string name) =>
        name.Length > 0
        && !char.IsAsciiDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string Quote(string text) => CommandText.Of(text, []);
}
