namespace RunbookDsl.Testing;

/// <summary>What a command line is going to do, told before it is carried out.</summary>
/// <param name="Operation">The program that changes something; if none does, the first program.</param>
/// <param name="IsChange">Whether any of it is meant to change the machine.</param>
internal sealed record CommandReading(string Operation, bool IsChange)
{
    private const int MostDepth = 16;

    public static CommandReading Of(HostMachine machine, string text)
    {
        try
        {
            return Of(machine, ShellParser.Read(text), 0);
        }
        catch (ShellFault)
        {
            return new("sh", false);
        }
    }

    private static CommandReading Of(HostMachine machine, ShellSyntax syntax, int depth)
    {
        var found = new CommandReading("", false);
        foreach (var part in Parts(machine, syntax, depth))
        {
            if (found.Operation.Length == 0 || (part.IsChange && !found.IsChange))
                found = part;
            if (found.IsChange)
                break;
        }
        return found.Operation.Length == 0 ? found with { Operation = "sh" } : found;
    }

    private static IEnumerable<CommandReading> Parts(HostMachine machine, ShellSyntax syntax, int depth)
    {
        if (depth > MostDepth)
            return [];
        return syntax switch
        {
            ShellList list => list.Items.SelectMany(i => Parts(machine, i.Command, depth + 1)),
            ShellPipeline pipeline => pipeline.Commands.SelectMany(c => Parts(machine, c, depth + 1)),
            ShellGroup group => [.. Parts(machine, group.Body, depth + 1), .. Written(group.Redirects)],
            ShellIf choice => choice.Parts.SelectMany(p =>
                p.Condition is null
                    ? Parts(machine, p.Body, depth + 1)
                    : [.. Parts(machine, p.Condition, depth + 1), .. Parts(machine, p.Body, depth + 1)]
            ),
            ShellFor loop => Parts(machine, loop.Body, depth + 1),
            ShellWhile loop =>
            [
                .. Parts(machine, loop.Condition, depth + 1),
                .. Parts(machine, loop.Body, depth + 1),
            ],
            ShellSimple simple =>
            [
                .. Program(machine, [.. simple.Words.Select(w => w.Known ?? "$")], depth),
                .. Written(simple.Redirects),
            ],
            _ => [],
        };
    }

    private static IEnumerable<CommandReading> Written(IEnumerable<ShellRedirect> redirects) =>
        redirects
            .Where(r =>
                r.Operator is ">" or ">>"
                && r.Word.Known is not ("/dev/null" or "/dev/stdout" or "/dev/stderr")
            )
            .Select(_ => new CommandReading("sh", true));

    private static IEnumerable<CommandReading> Program(HostMachine machine, string[] words, int depth)
    {
        if (words.Length == 0 || depth > MostDepth)
            return [];
        var name = FileTree.NameOf(words[0]);
        if (machine.Scripted.IsChange(words) is { } changes)
            return [new(name, changes)];
        if (machine.Workers.IsChange(words) is { } isChange)
            return [new(name, isChange)];
        string[] arguments = words[1..];
        if (name is "exec" or "command" && arguments.Length > 0 && arguments[0] != "-v")
            return Program(machine, arguments, depth + 1);
        if (ShellBuiltins.Find(words[0]) is not null)
            return [];
        if (name is "sh" or "bash" or "dash")
            return Shell(machine, name, arguments, depth);
        if (ProgramTable.Find(name) is not { } program)
            return [new(name, words[0].Contains('/', StringComparison.Ordinal))];
        if (program.Carries is { } carries && carries(arguments) < arguments.Length)
            return Program(machine, arguments[carries(arguments)..], depth + 1);
        return [new(name, program.IsChange(arguments))];
    }

    private static IEnumerable<CommandReading> Shell(
        HostMachine machine,
        string name,
        string[] arguments,
        int depth
    )
    {
        var at = Array.FindIndex(arguments, a => a is ['-', .., 'c']);
        if (at >= 0 && at + 1 < arguments.Length)
            try
            {
                return Parts(machine, ShellParser.Read(arguments[at + 1]), depth + 1);
            }
            catch (ShellFault)
            {
                return [new(name, false)];
            }
        // What it reads from its input, or from a file, is not known yet.
        return [new(name, true)];
    }
}
