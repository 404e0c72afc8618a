using System.Text;

namespace RunbookDsl.Testing;

/// <summary>Carries a script out on a scripted machine. A command goes to the world's scripted answers first,
/// then to the shell's own words, then to the machine's programs.</summary>
internal sealed class ShellRun(HostMachine machine, CancellationToken cancellation)
{
    private const int MostCommands = 10_000;
    private int _commands;
    private bool _isCondition;

    public HostMachine Machine => machine;

    public CancellationToken Cancellation => cancellation;

    /// <summary>Reads and runs a script; a fault of the shell is its error message and code 2.</summary>
    /// <exception cref="SignalExit">It is a single program, which was ended by a signal.</exception>
    public async Task<int> ScriptAsync(string text, ShellSession session, ShellStreams streams)
    {
        try
        {
            return await ListAsync(ShellParser.Read(text), session, streams).ConfigureAwait(false);
        }
        catch (ShellFault e)
        {
            await SayAsync(streams.Error, $"{session.Name}: {e.Message}\n").ConfigureAwait(false);
            if (e.Message.Contains("not known here", StringComparison.Ordinal))
                machine.Stage.Blame(Findings.Unknown, $"{machine.Name}: {e.Message}");
            return 2;
        }
    }

    public async Task<int> ListAsync(ShellList list, ShellSession session, ShellStreams streams)
    {
        try
        {
            return await ItemsAsync(list, session, streams).ConfigureAwait(false);
        }
        catch (ShellExit exit)
        {
            return exit.Code;
        }
    }

    /// <summary>Runs one command that is already words.</summary>
    public async Task<int> WordsAsync(IReadOnlyList<string> words, ShellSession session, ShellStreams streams)
    {
        cancellation.ThrowIfCancellationRequested();
        if (++_commands > MostCommands)
            throw new ShellFault($"more than {MostCommands} commands: does a loop have no end?");
        try
        {
            if (machine.Scripted.Find(words) is { } scripted)
                return await scripted.RunAsync(this, streams).ConfigureAwait(false);
            if (await machine.Workers.RunAsync(words, streams).ConfigureAwait(false) is { } ended)
                return ended;
            if (ShellBuiltins.Find(words[0]) is { } builtin)
                return await builtin(this, session, words, streams).ConfigureAwait(false);
            var name = FileTree.NameOf(words[0]);
            if (ProgramTable.Find(name) is { } program && machine.Has(program))
                return await program
                    .RunAsync(new ProgramCall(this, session, name, [.. words.Skip(1)], streams))
                    .ConfigureAwait(false);
            if (words[0].Contains('/', StringComparison.Ordinal) && Script(words[0], session) is { } script)
                return await ScriptAsync(script, session.Copy(null, [.. words.Skip(1)], words[0]), streams)
                    .ConfigureAwait(false);
        }
        catch (FileFault e)
        {
            await SayAsync(streams.Error, $"{words[0]}: {e.Message}\n").ConfigureAwait(false);
            return 1;
        }
        machine.Stage.Unknown(machine.Name, string.Join(' ', words), machine.Known(words));
        await SayAsync(streams.Error, $"{session.Name}: 1: {words[0]}: not found\n").ConfigureAwait(false);
        return 127;
    }

    public static ValueTask SayAsync(HostOutput output, string text) =>
        output.WriteAsync(Encoding.UTF8.GetBytes(text));

    private string? Script(string path, ShellSession session)
    {
        var full = FileTree.Absolute(path, session.Folder);
        if (machine.Files.Find(full) is not { Kind: FileNodeKind.File } node)
            return null;
        return FileTree.Allows(node, 0b001, session.User) && (node.Mode & 0b001_001_001) != 0
            ? node.Text
            : throw new FileFault(path, FileFault.Denied);
    }

    private async Task<int> ItemsAsync(ShellList list, ShellSession session, ShellStreams streams)
    {
        var items = list.Items;
        for (var i = 0; i < items.Length; i++)
        {
            var item = items[i];
            if ((item.After == "&&" && session.Last != 0) || (item.After == "||" && session.Last == 0))
                continue;
            var isGuarded = i + 1 < items.Length && items[i + 1].After != ";";
            var isNegated = item.Command is ShellPipeline { IsNegated: true };
            session.Last =
                items.Length == 1
                    ? await OneAsync(item.Command, session, streams).ConfigureAwait(false)
                    : await SurviveAsync(item.Command, session, streams).ConfigureAwait(false);
            if (session is { Last: not 0, StopsAtError: true } && !isGuarded && !isNegated && !_isCondition)
                throw new ShellExit(session.Last);
        }
        return items.Length == 0 ? 0 : session.Last;
    }

    private async Task<int> OneAsync(ShellSyntax command, ShellSession session, ShellStreams streams)
    {
        switch (command)
        {
            case ShellPipeline pipeline:
                return await PipeAsync(pipeline, session, streams).ConfigureAwait(false);
            case ShellSimple simple:
                return await SimpleAsync(simple, session, streams).ConfigureAwait(false);
            case ShellGroup { IsApart: true } apart:
                var inner = session.Copy();
                return await RedirectedAsync(
                        apart.Redirects,
                        session,
                        streams,
                        s => ListAsync(apart.Body, inner, s)
                    )
                    .ConfigureAwait(false);
            case ShellGroup group:
                return await RedirectedAsync(
                        group.Redirects,
                        session,
                        streams,
                        s => ItemsAsync(group.Body, session, s)
                    )
                    .ConfigureAwait(false);
            case ShellIf choice:
                foreach (var (condition, body) in choice.Parts)
                    if (
                        condition is null
                        || await HoldsAsync(condition, session, streams).ConfigureAwait(false)
                    )
                        return await ItemsAsync(body, session, streams).ConfigureAwait(false);
                return 0;
            case ShellFor loop:
                var words = await new ShellExpansion(this, machine.Files, session)
                    .WordsAsync(loop.Words, streams)
                    .ConfigureAwait(false);
                var code = 0;
                foreach (var word in words)
                {
                    session.Set(loop.Name, word);
                    code = await ItemsAsync(loop.Body, session, streams).ConfigureAwait(false);
                }
                return code;
            case ShellWhile loop:
                var last = 0;
                while (
                    await HoldsAsync(loop.Condition, session, streams).ConfigureAwait(false) != loop.IsUntil
                )
                    last = await ItemsAsync(loop.Body, session, streams).ConfigureAwait(false);
                return last;
            default:
                return await ItemsAsync((ShellList)command, session, streams).ConfigureAwait(false);
        }
    }

    private async Task<bool> HoldsAsync(ShellList condition, ShellSession session, ShellStreams streams)
    {
        var outer = _isCondition;
        _isCondition = true;
        var code = await ItemsAsync(condition, session, streams).ConfigureAwait(false);
        _isCondition = outer;
        return code == 0;
    }

    // One after the other: nothing here is so large, or so endless, that it would have to flow.
    private async Task<int> PipeAsync(ShellPipeline pipeline, ShellSession session, ShellStreams streams)
    {
        var commands = pipeline.Commands;
        if (commands.Length == 1 && !pipeline.IsNegated)
            return await OneAsync(commands[0], session, streams).ConfigureAwait(false);
        var (input, code, failed) = (streams.In, 0, 0);
        for (var i = 0; i < commands.Length; i++)
        {
            var buffer = new BufferOutput();
            var isLast = i == commands.Length - 1;
            var part = new ShellStreams(input, isLast ? streams.Out : buffer, streams.Error);
            var own = commands.Length == 1 ? session : session.Copy();
            code = await PartAsync(commands[i], own, part).ConfigureAwait(false);
            failed = code == 0 ? failed : code;
            input = new MemoryStream(buffer.Bytes);
        }
        code = session.FailsWithPipe ? failed : code;
        return pipeline.IsNegated ? (code == 0 ? 1 : 0) : code;
    }

    private async Task<int> SurviveAsync(ShellSyntax command, ShellSession session, ShellStreams streams)
    {
        try
        {
            return await OneAsync(command, session, streams).ConfigureAwait(false);
        }
        catch (SignalExit e)
        {
            return e.Code;
        }
    }

    private async Task<int> PartAsync(ShellSyntax command, ShellSession session, ShellStreams streams)
    {
        try
        {
            return await SurviveAsync(command, session, streams).ConfigureAwait(false);
        }
        catch (ShellExit e)
        {
            return e.Code;
        }
    }

    private async Task<int> SimpleAsync(ShellSimple simple, ShellSession session, ShellStreams streams)
    {
        var expansion = new ShellExpansion(this, machine.Files, session);
        session.Last = simple.Words.Length > 0 ? session.Last : 0;
        var words = await expansion.WordsAsync(simple.Words, streams).ConfigureAwait(false);
        var values = new List<KeyValuePair<string, string>>();
        foreach (var (name, word) in simple.Assignments)
            values.Add(new(name, await expansion.TextAsync(word, streams).ConfigureAwait(false)));
        // Assignments before a program are the program's alone; read, cd and export work on the shell itself.
        var own =
            words.Count > 0 && values.Count > 0 && !ShellBuiltins.ChangesShell(words[0])
                ? session.Copy()
                : session;
        var earlier = values.Select(v => (v.Key, Value: session.Variables.GetValueOrDefault(v.Key))).ToList();
        foreach (var (name, value) in values)
            own.Set(name, value);
        var code = await RedirectedAsync(
                simple.Redirects,
                session,
                streams,
                s => words.Count == 0 ? Task.FromResult(session.Last) : WordsAsync(words, own, s)
            )
            .ConfigureAwait(false);
        if (words.Count > 0 && own == session)
            foreach (var (name, value) in earlier)
                if (value is null)
                    session.Variables.Remove(name);
                else
                    session.Set(name, value);
        return code;
    }

    private async Task<int> RedirectedAsync(
        IReadOnlyList<ShellRedirect> redirects,
        ShellSession session,
        ShellStreams streams,
        Func<ShellStreams, Task<int>> command
    )
    {
        var expansion = new ShellExpansion(this, machine.Files, session);
        foreach (var redirect in redirects)
        {
            var word = await expansion.TextAsync(redirect.Word, streams).ConfigureAwait(false);
            try
            {
                streams = Redirect(redirect, word, session, streams);
            }
            catch (FileFault e)
            {
                await SayAsync(streams.Error, $"{session.Name}: 1: cannot open {word}: {e.Reason}\n")
                    .ConfigureAwait(false);
                return 2;
            }
        }
        return await command(streams).ConfigureAwait(false);
    }

    private ShellStreams Redirect(
        ShellRedirect redirect,
        string word,
        ShellSession session,
        ShellStreams streams
    )
    {
        var path = FileTree.Absolute(word, session.Folder);
        switch (redirect.Operator)
        {
            case "<<":
                return streams with { In = new MemoryStream(Encoding.UTF8.GetBytes(word)) };
            case "<":
                var bytes = path == "/dev/null" ? [] : machine.Files.Read(path, session.User);
                return streams with { In = new MemoryStream(bytes) };
            case ">&" or "<&":
                var to = word == "2" ? streams.Error : streams.Out;
                return redirect.Descriptor switch
                {
                    1 => streams with { Out = to },
                    2 => streams with { Error = to },
                    _ => streams,
                };
            default:
                var output = path switch
                {
                    "/dev/null" => HostOutput.Null,
                    "/dev/stdout" => streams.Out,
                    "/dev/stderr" => streams.Error,
                    _ => new FileOutput(machine.Files, path, session.User, redirect.Operator == ">>"),
                };
                return redirect.Descriptor == 2
                    ? streams with
                    {
                        Error = output,
                    }
                    : streams with
                    {
                        Out = output,
                    };
        }
    }
}
