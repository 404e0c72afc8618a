namespace Benchmarks.Measuring;

/// <summary>Counts system calls of a program, where strace is installed.</summary>
internal sealed class Strace(string program)
{
    public static Strace? Find() =>
        Array.Find(["/usr/bin/strace", "/bin/strace"], File.Exists) is { } path ? new Strace(path) : null;

    public string[] Calls(Command command, string name, string file)
    {
        var traced = new Command([program, "-f", "-e", $"trace={name}", "-o", file, .. command.Words])
        {
            Environment = command.Environment,
        };
        var cost = ProcessCost.Of(traced);
        if (cost.ExitCode != 0)
            throw new InvalidOperationException($"under strace the program ended with {cost.ExitCode}");
        return File.ReadAllLines(file);
    }
}
