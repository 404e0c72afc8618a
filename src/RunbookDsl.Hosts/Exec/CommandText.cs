namespace RunbookDsl.Hosts;

/// <summary>A command as a person would type it. For reading only: nothing is ever run from it.</summary>
internal static class CommandText
{
    private const string Plain = "%+,-./:=@_";

    public static string Of(string program, IEnumerable<string> arguments) =>
        string.Join(' ', arguments.Prepend(program).Select(Quote));

    private static string Quote(string text) =>
        text.Length > 0
        && text.All(c => char.IsLetterOrDigit(c) || Plain.Contains(c, StringComparison.Ordinal))
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
