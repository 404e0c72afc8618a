namespace RunbookDsl.Testing;

/// <summary>The shell ends: <c>exit</c>, or an error under <c>set -e</c>.</summary>
internal sealed class ShellExit(int code) : Exception
{
    public int Code => code;
}

/// <summary>A program was ended by a signal.</summary>
internal sealed class SignalExit(string signal) : Exception
{
    private static readonly Dictionary<string, int> Numbers = new()
    {
        ["HUP"] = 1,
        ["INT"] = 2,
        ["QUIT"] = 3,
        ["ABRT"] = 6,
        ["KILL"] = 9,
        ["SEGV"] = 11,
        ["PIPE"] = 13,
        ["TERM"] = 15,
    };

    /// <summary>Signals that a program may be ended by.</summary>
    public static IReadOnlyCollection<string> Known => Numbers.Keys;

    public string Signal => signal;

    /// <summary>What a shell makes of it.</summary>
    public int Code => 128 + Numbers.GetValueOrDefault(signal, 15);
}
