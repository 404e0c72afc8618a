using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing;

/// <summary>Says what a command on a scripted machine does, in order.</summary>
public sealed class CommandBuilder
{
    private readonly HostBuilder _host;
    private readonly int _index;

    internal CommandBuilder(HostBuilder host, int index) => (_host, _index) = (host, index);

    /// <summary>Writes a line; several lines are several calls, or one text with line ends.</summary>
    public CommandBuilder Says(string text) => Act(new(CommandActKind.Says, Line(text), default));

    /// <summary>Writes a line to its error output.</summary>
    public CommandBuilder Complains(string text) => Act(new(CommandActKind.Complains, Line(text), default));

    /// <summary>Takes that much virtual time before it goes on.</summary>
    public CommandBuilder Takes(TimeSpan time) => Act(new(CommandActKind.Takes, "", time));

    /// <summary>
    /// Changes the machine: shell commands that root carries out there, such as <c>systemctl restart app</c>
    /// or <c>echo 42 > /srv/app/REVISION</c>. Makes it a command that changes something.
    /// </summary>
    public CommandBuilder Does(string commands) => Act(new(CommandActKind.Does, commands, default));

    /// <summary>Ends with this code. Default 0.</summary>
    public CommandBuilder Exits(int code) => Change(c => c with { Code = code });

    /// <summary>Is ended by a signal, such as <c>KILL</c> or <c>TERM</c>.</summary>
    public CommandBuilder EndsBy(string signal) => Change(c => c with { Signal = signal });

    /// <summary>Another command of the same machine.</summary>
    public CommandBuilder Command(
        string pattern,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => _host.Command(pattern, file, line);

    private static string Line(string text) => text.EndsWith('\n') || text.Length == 0 ? text : text + "\n";

    private CommandBuilder Act(CommandAct act) => Change(c => c with { Acts = c.Acts.Add(act) });

    private CommandBuilder Change(Func<CommandSeed, CommandSeed> change)
    {
        _host.Change(_index, change);
        return this;
    }
}
