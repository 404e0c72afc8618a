namespace RunbookDsl.Runbooks.Tests;

/// <summary>When a process is killed.</summary>
/// <param name="Lines">After so many lines of its output.</param>
/// <param name="After">And then so long.</param>
internal sealed record KillMoment(int Lines, TimeSpan After)
{
    public static KillMoment Random(Random random) =>
        new(random.Next(1, 14), TimeSpan.FromMilliseconds(random.Next(0, 400)));
}
