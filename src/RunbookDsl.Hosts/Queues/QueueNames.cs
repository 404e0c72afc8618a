namespace RunbookDsl.Hosts;

/// <summary>Names of queues, as authors give them.</summary>
internal static class QueueNames
{
    private const int Longest = 255;
    private const int Most = 50;

    /// <summary>The names, as they were given.</summary>
    /// <exception cref="ArgumentException">There is none, or one of them is none.</exception>
    public static IReadOnlyList<string> Checked(string[] names) =>
        names.Length is 0 or > Most
            ? throw new ArgumentException($"name the queues, from 1 to {Most}: {names.Length} were given")
            : [.. names.Select(n => Checked(n, "queue"))];

    /// <summary>One name, as it was given.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static string Checked(string name, string what) =>
        name is { Length: > 0 and <= Longest } && name[0] != '-' && !name.Any(char.IsControl)
            ? name
            : throw new ArgumentException(
                $"'{name}' is no name of a {what}: from 1 to {Longest} characters, and no '-' at its begin"
            );

    /// <summary>Looks again and again until the time is over.</summary>
    public static async Task<Verdict> WithinAsync(
        StepContext context,
        TimeSpan within,
        Func<Task<Verdict>> look,
        CancellationToken cancellation
    )
    {
        var began = context.Clock.GetTimestamp();
        while (true)
        {
            var verdict = await look().ConfigureAwait(false);
            if (verdict.Passed || context.Clock.GetElapsedTime(began) >= within)
                return verdict;
            context.Report(new StepProgress(verdict.Evidence));
            await context.WaitAsync(TimeSpan.FromSeconds(5), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary><c>celery 3, mail 0</c> as a verdict: nothing waits, or how much does where.</summary>
    public static Verdict Judge(IReadOnlyList<(string Name, long Length)> queues, string where)
    {
        var full = queues.Where(q => q.Length > 0).Select(q => $"{q.Name} holds {q.Length}").ToList();
        return full.Count == 0
            ? Verdict.Pass($"nothing waits in {string.Join(", ", queues.Select(q => q.Name))} of {where}")
            : Verdict.Fail($"{string.Join(", ", full)}, in {where}");
    }
}
