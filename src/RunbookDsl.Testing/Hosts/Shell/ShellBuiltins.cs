using System.Text;

namespace RunbookDsl.Testing;

/// <summary>The words that a shell carries out itself.</summary>
internal static class ShellBuiltins
{
    private static readonly Dictionary<
        string,
        Func<ShellRun, ShellSession, IReadOnlyList<string>, ShellStreams, Task<int>>
    > Words = new(StringComparer.Ordinal)
    {
        [":"] = (_, _, _, _) => Task.FromResult(0),
        ["cd"] = CdAsync,
        ["exit"] = (_, session, words, _) =>
            throw new ShellExit(
                words.Count > 1 && int.TryParse(words[1], out var code) ? code & 0xff : session.Last
            ),
        ["export"] = Export,
        ["unset"] = Unset,
        ["set"] = Set,
        ["shift"] = Shift,
        ["read"] = ReadAsync,
        ["exec"] = (run, session, words, streams) =>
            words.Count > 1 ? ExecAsync(run, session, words, streams) : Task.FromResult(0),
        ["command"] = CommandAsync,
        ["umask"] = (_, _, _, _) => Task.FromResult(0),
        ["trap"] = (_, _, _, _) => Task.FromResult(0),
    };

    public static IEnumerable<string> Names => Words.Keys;

    public static Func<ShellRun, ShellSession, IReadOnlyList<string>, ShellStreams, Task<int>>? Find(
        string name
    ) => Words.GetValueOrDefault(name);

    public static bool ChangesShell(string name) => Words.ContainsKey(name);

    private static async Task<int> CdAsync(
        ShellRun run,
        ShellSession session,
        IReadOnlyList<string> words,
        ShellStreams streams
    )
    {
        var wanted = words.Count > 1 ? words[1] : HostMachine.HomeOf(session.User);
        var path = FileTree.Absolute(wanted, session.Folder);
        if (run.Machine.Files.Find(path) is { Kind: FileNodeKind.Folder })
        {
            session.Folder = path;
            return 0;
        }
        await ShellRun
            .SayAsync(streams.Error, $"{session.Name}: 1: cd: can't cd to {wanted}\n")
            .ConfigureAwait(false);
        return 2;
    }

    private static Task<int> Export(
        ShellRun run,
        ShellSession session,
        IReadOnlyList<string> words,
        ShellStreams streams
    )
    {
        foreach (var word in words.Skip(1))
            if (word.Split('=', 2) is [var name, var value])
                session.Set(name, value);
        return Task.FromResult(0);
    }

    private static Task<int> Unset(
        ShellRun run,
        ShellSession session,
        IReadOnlyList<string> words,
        ShellStreams streams
    )
    {
        foreach (var word in words.Skip(1))
            session.Variables.Remove(word);
        return Task.FromResult(0);
    }

    private static Task<int> Set(
        ShellRun run,
        ShellSession session,
        IReadOnlyList<string> words,
        ShellStreams streams
    )
    {
        for (var i = 1; i < words.Count; i++)
        {
            var word = words[i];
            if (word == "--")
            {
                session.Arguments = [.. words.Skip(i + 1)];
                break;
            }
            if (word.Length < 2 || word[0] is not ('-' or '+'))
                throw new ShellFault($"set {word} is not known here");
            var isOn = word[0] == '-';
            session.StopsAtError = word.Contains('e', StringComparison.Ordinal) ? isOn : session.StopsAtError;
            session.NeedsVariables = word.Contains('u', StringComparison.Ordinal)
                ? isOn
                : session.NeedsVariables;
            if (word.EndsWith('o') && ++i < words.Count && words[i] == "pipefail")
                session.FailsWithPipe = isOn;
        }
        return Task.FromResult(0);
    }

    private static Task<int> Shift(
        ShellRun run,
        ShellSession session,
        IReadOnlyList<string> words,
        ShellStreams streams
    )
    {
        session.Arguments = [.. session.Arguments.Skip(1)];
        return Task.FromResult(0);
    }

    // Byte by byte: what follows the line is for the next program.
    private static async Task<int> ReadAsync(
        ShellRun run,
        ShellSession session,
        IReadOnlyList<string> words,
        ShellStreams streams
    )
    {
        const int Longest = 1 << 20;
        var names = words.Skip(1).Where(w => w[0] != '-').ToList();
        var line = new List<byte>();
        var one = new byte[1];
        var isEnd = true;
        while (
            line.Count < Longest
            && await streams.In.ReadAsync(one, run.Cancellation).ConfigureAwait(false) == 1
        )
        {
            isEnd = one[0] != '\n';
            if (!isEnd)
                break;
            line.Add(one[0]);
        }
        var text = Encoding.UTF8.GetString([.. line]);
        var isWhole = session.Variables.TryGetValue("IFS", out var separators) && separators.Length == 0;
        text = isWhole ? text : text.Trim(' ', '\t');
        var fields = isWhole
            ? [text]
            : text.Split([' ', '\t'], Math.Max(1, names.Count), StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < names.Count; i++)
            session.Set(names[i], fields.ElementAtOrDefault(i) ?? "");
        return isEnd ? 1 : 0;
    }

    private static async Task<int> ExecAsync(
        ShellRun run,
        ShellSession session,
        IReadOnlyList<string> words,
        ShellStreams streams
    ) =>
        throw new ShellExit(await run.WordsAsync([.. words.Skip(1)], session, streams).ConfigureAwait(false));

    private static async Task<int> CommandAsync(
        ShellRun run,
        ShellSession session,
        IReadOnlyList<string> words,
        ShellStreams streams
    )
    {
        if (words.Count == 3 && words[1] == "-v")
        {
            var isThere =
                Words.ContainsKey(words[2])
                || (ProgramTable.Find(words[2]) is { } program && run.Machine.Has(program))
                || run.Machine.Scripted.Knows(words[2]);
            if (isThere)
                await ShellRun.SayAsync(streams.Out, $"/usr/bin/{words[2]}\n").ConfigureAwait(false);
            return isThere ? 0 : 127;
        }
        return words.Count > 1
            ? await run.WordsAsync([.. words.Skip(1)], session, streams).ConfigureAwait(false)
            : 0;
    }
}
