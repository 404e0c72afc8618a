namespace RunbookDsl.Cli;

/// <summary>Reads a command line by the table of commands.</summary>
internal static class CommandParser
{
    public static Invocation Parse(IReadOnlyList<CommandSpec> commands, IReadOnlyList<string> words)
    {
        var command = Find(commands, words[0]);
        var invocation = new Invocation(command);
        var areOptionsOver = false;
        for (var i = 1; i < words.Count; i++)
        {
            var word = words[i];
            if (areOptionsOver || word.Length < 2 || word[0] != '-')
                invocation.Add(word);
            else if (word == "--")
                areOptionsOver = true;
            else
                i = TakeOption(invocation, words, i);
        }
        CheckArguments(invocation);
        return invocation;
    }

    public static CommandSpec Find(IReadOnlyList<CommandSpec> commands, string name)
    {
        foreach (var command in commands)
            if (command.Name == name)
                return command;
        var known = new List<string>();
        foreach (var command in commands)
            known.Add(command.Name);
        throw new UsageException($"unknown command '{name}'{Nearest.Suggest(name, known)}.");
    }

    private static int TakeOption(Invocation invocation, IReadOnlyList<string> words, int at)
    {
        var command = invocation.Command;
        var (name, value) = Split(words[at]);
        var option = command.Find(name) ?? throw Unknown(command, name);
        if (option.Value is null)
        {
            if (value is not null)
                throw new UsageException($"{option.Name} takes no value.", command);
            invocation.Add(option, "");
            return at;
        }
        if (value is null && ++at == words.Count)
            throw new UsageException($"{option.Name} wants {option.Value}.", command);
        invocation.Add(option, value ?? words[at]);
        return at;
    }

    // --option=value and -pname=value; the first '=' ends a long option's name.
    private static (string Name, string? Value) Split(string word)
    {
        if (!word.StartsWith("--", StringComparison.Ordinal))
            return word.Length > 2 ? (word[..2], word[2..]) : (word, null);
        var end = word.IndexOf('=', StringComparison.Ordinal);
        return end < 0 ? (word, null) : (word[..end], word[(end + 1)..]);
    }

    private static UsageException Unknown(CommandSpec command, string name)
    {
        var known = new List<string>();
        foreach (var option in command.Options)
            known.Add(option.Name);
        return new UsageException($"unknown option '{name}'{Nearest.Suggest(name, known)}.", command);
    }

    private static void CheckArguments(Invocation invocation)
    {
        var command = invocation.Command;
        var given = invocation.Arguments.Count;
        var least = 0;
        var most = command.Arguments.Count;
        foreach (var argument in command.Arguments)
        {
            least += argument.IsOptional ? 0 : 1;
            most = argument.Repeats ? int.MaxValue : most;
        }
        if (given < least)
            throw new UsageException($"{command.Arguments[given].Name} is missing.", command);
        if (given > most)
            throw new UsageException($"'{invocation.Arguments[most]}' is one argument too many.", command);
    }
}
