using System.Globalization;

namespace RunbookDsl.Crash.Tests;

/// <summary>One thing that was done to the world, as the effect log has it.</summary>
internal sealed record Effect(string Name, string? Value, string Key, string Step, int Attempt, int Pid)
{
    public static Effect Parse(string line)
    {
        var words = line.Split('\t');
        Assert.That(words, Has.Length.EqualTo(7), $"half an effect: {line}");
        var value = words[1] == "-" ? null : words[1];
        return new(words[0], value, words[2], words[3], Number(words[4]), Number(words[5]));
    }

    public override string ToString() => $"{Name}={Value ?? "(none)"}";

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
