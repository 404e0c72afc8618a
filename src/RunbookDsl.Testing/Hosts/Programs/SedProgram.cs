using System.Text;
using System.Text.RegularExpressions;

namespace RunbookDsl.Testing;

/// <summary><c>sed</c> as runbooks use it: <c>s/…/…/[g]</c> and <c>/…/d</c>, with <c>-i</c>, <c>-E</c> and
/// <c>-n '/…/p'</c>.</summary>
internal static class SedProgram
{
    public static async Task<int> RunAsync(ProgramCall call)
    {
        var words = call.Arguments.Where(a => a[0] != '-').ToArray();
        if (words is not [var script, .. var paths])
            return await call.FailAsync("Usage: sed [OPTION]... {script} [input-file]...")
                .ConfigureAwait(false);
        var isExtended = call.Has('E') || call.Arguments.Contains("-r");
        var isInPlace = call.Arguments.Any(a => a.StartsWith("-i", StringComparison.Ordinal));
        var change = Change(script, isExtended);
        if (change is null)
            return await call.UnknownAsync(script, ["s/a/b/", "/a/d", "/a/p"]).ConfigureAwait(false);
        if (!isInPlace)
        {
            var text = await call.TextAsync(paths).ConfigureAwait(false);
            await ShellRun.SayAsync(call.Streams.Out, Apply(text, change)).ConfigureAwait(false);
            return 0;
        }
        foreach (var path in paths)
        {
            var changed = Apply(Encoding.UTF8.GetString(call.Read(path)), change);
            call.Files.Write(call.Full(path), Encoding.UTF8.GetBytes(changed), call.User);
        }
        return 0;
    }

    private static string Apply(string text, Func<string, string?> change)
    {
        var lines = ProgramCall.Lines(text).Select(change).Where(l => l is not null).ToArray();
        return lines.Length == 0 ? "" : string.Join('\n', lines) + (text.EndsWith('\n') ? "\n" : "");
    }

    private static Func<string, string?>? Change(string script, bool isExtended)
    {
        if (script is ['/', .., '/', 'd' or 'p'])
        {
            var wanted = TextPrograms.Pattern(script[1..^2], isExtended, false, false);
            return script[^1] == 'd'
                ? line => wanted.IsMatch(line) ? null : line
                : line => wanted.IsMatch(line) ? line : null;
        }
        if (
            script.Length < 4
            || script[0] != 's'
            || script.Split(script[1]) is not [_, var from, var to, var flags]
        )
            return null;
        var pattern = TextPrograms.Pattern(
            from,
            isExtended,
            false,
            flags.Contains('i', StringComparison.OrdinalIgnoreCase)
        );
        var isAll = flags.Contains('g', StringComparison.Ordinal);
        return line => pattern.Replace(line, m => Replacement(to, m), isAll ? -1 : 1);
    }

    private static string Replacement(string to, Match match)
    {
        var text = new StringBuilder();
        for (var i = 0; i < to.Length; i++)
            if (to[i] == '\\' && i + 1 < to.Length)
                text.Append(
                    to[++i] is >= '1' and <= '9' and var number
                        ? match.Groups[number - '0'].Value
                        : to[i].ToString()
                );
            else
                text.Append(to[i] == '&' ? match.Value : to[i].ToString());
        return text.ToString();
    }
}
