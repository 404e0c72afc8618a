using static RunbookDsl.Verbs;

namespace Benchmarks.Rows;

/// <summary>Runbooks of steps that do nothing.</summary>
internal static class Fill
{
    public static void Steps(int count, bool isReadOnly)
    {
        Runbook("Fill");
        for (var i = 0; i < count; i++)
        {
            var step = Step($"Step {i}").Run(_ => Task.CompletedTask);
            if (isReadOnly)
                step.ReadOnly();
        }
    }
}
