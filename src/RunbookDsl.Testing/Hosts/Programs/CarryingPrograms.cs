namespace RunbookDsl.Testing;

/// <summary>Programs that run another one: sudo, a shell, nohup, timeout, xargs.</summary>
internal static class CarryingPrograms
{
    private static readonly string[] SudoWithValue = ["-u", "--user", "-g"];

    public static HostProgram[] All { get; } =
    [
        new("sudo", FilePrograms.No, SudoAsync) { Carries = AfterSudo },
        new("sh", FilePrograms.No, ShellAsync),
        new("bash", FilePrograms.No, ShellAsync),
        new("dash", FilePrograms.No, ShellAsync),
        new("nohup", FilePrograms.No, c => PassAsync(c, 0)) { Carries = _ => 0 },
        new("nice", FilePrograms.No, c => PassAsync(c, AfterOptions(c.Arguments))) { Carries = AfterOptions },
        new("timeout", FilePrograms.No, TimeoutAsync) { Carries = a => AfterOptions(a) + 1 },
        new("xargs", FilePrograms.No, XargsAsync) { Carries = AfterOptions },
    ];

    public static int AfterAssignments(string[] words) =>
        words.TakeWhile(w => w.Contains('=', StringComparison.Ordinal) || w == "-i").Count();

    private static int AfterOptions(string[] words)
    {
        var at = 0;
        while (at < words.Length && words[at].StartsWith('-'))
            at += words[at] is "-n" or "-I" or "-k" or "-s" ? 2 : 1;
        return at;
    }

    private static int AfterSudo(string[] words)
    {
        var at = 0;
        while (
            at < words.Length
            && (words[at].StartsWith('-') || words[at].Contains('=', StringComparison.Ordinal))
        )
            at += SudoWithValue.Contains(words[at]) ? 2 : 1;
        return at;
    }

    private static async Task<int> SudoAsync(ProgramCall call)
    {
        var start = AfterSudo(call.Arguments);
        var options = call.Arguments.Take(start).ToList();
        var may = call.Machine.Users.MaySudo(call.User);
        if (!may)
            return await call.FailAsync("sudo: a password is required").ConfigureAwait(false);
        var at = options.FindIndex(o => o is "-u" or "--user");
        var session = call.Session.Copy(at >= 0 && at + 1 < options.Count ? options[at + 1] : "root");
        // sudo keeps almost nothing of the environment, unless it is told to.
        if (!options.Contains("-E"))
            session.Variables.Clear();
        session.Set("SUDO_USER", call.User);
        foreach (var word in options)
            if (word[0] != '-' && word.Split('=', 2) is [var name, var value])
                session.Set(name, value);
        string[] words = [.. call.Arguments.Skip(start)];
        if (options.Contains("-i") || options.Contains("-s") || options.Contains("-n") && words.Length == 0)
            words = words.Length == 0 ? ["sh"] : words;
        return words.Length == 0
            ? await call.FailAsync("usage: sudo command [arg ...]").ConfigureAwait(false)
            : await call.Shell.WordsAsync(words, session, call.Streams).ConfigureAwait(false);
    }

    private static async Task<int> ShellAsync(ProgramCall call)
    {
        var session = call.Session.Copy(null, [], call.Name);
        var words = call.Arguments;
        for (var at = 0; at < words.Length; at++)
            switch (words[at])
            {
                case "-s" or "-l" or "--login" or "--noprofile" or "--norc":
                    continue;
                case ['-', .., 'c'] when at + 1 < words.Length:
                    session.StopsAtError = words[at].Contains('e', StringComparison.Ordinal);
                    var inner = session.Copy(
                        null,
                        [.. words.Skip(at + 3)],
                        words.ElementAtOrDefault(at + 2) ?? call.Name
                    );
                    inner.StopsAtError = session.StopsAtError;
                    return await call
                        .Shell.ScriptAsync(words[at + 1], inner, call.Streams)
                        .ConfigureAwait(false);
                case ['-', ..] option:
                    session.StopsAtError |= option.Contains('e', StringComparison.Ordinal);
                    session.NeedsVariables |= option.Contains('u', StringComparison.Ordinal);
                    continue;
                default:
                    var text = System.Text.Encoding.UTF8.GetString(call.Read(words[at]));
                    var file = session.Copy(null, [.. words.Skip(at + 1)], words[at]);
                    return await call.Shell.ScriptAsync(text, file, call.Streams).ConfigureAwait(false);
            }
        var script = await call.TextAsync([]).ConfigureAwait(false);
        var rest = call.Streams with { In = Stream.Null };
        return await call.Shell.ScriptAsync(script, session, rest).ConfigureAwait(false);
    }

    private static Task<int> PassAsync(ProgramCall call, int before) =>
        call.Arguments.Length <= before
            ? call.FailAsync($"{call.Name}: missing operand", 125)
            : call.Shell.WordsAsync([.. call.Arguments.Skip(before)], call.Session, call.Streams);

    private static Task<int> TimeoutAsync(ProgramCall call) =>
        PassAsync(call, AfterOptions(call.Arguments) + 1);

    private static async Task<int> XargsAsync(ProgramCall call)
    {
        var before = AfterOptions(call.Arguments);
        var input = await call.TextAsync([]).ConfigureAwait(false);
        var items = input.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries);
        string[] words = [.. call.Arguments.Skip(before).DefaultIfEmpty("echo")];
        if (call.Has('r') && items.Length == 0)
            return 0;
        var place = call.Arguments.Take(before).SkipWhile(a => a != "-I").Skip(1).FirstOrDefault();
        if (place is null)
            return await call
                .Shell.WordsAsync([.. words, .. items], call.Session, call.Streams)
                .ConfigureAwait(false);
        var code = 0;
        foreach (var item in items)
            code =
                await call
                    .Shell.WordsAsync(
                        [.. words.Select(w => w.Replace(place, item, StringComparison.Ordinal))],
                        call.Session,
                        call.Streams
                    )
                    .ConfigureAwait(false) == 0
                    ? code
                    : 123;
        return code;
    }
}
