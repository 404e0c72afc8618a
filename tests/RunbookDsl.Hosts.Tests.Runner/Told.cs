using RunbookDsl.Engine;

namespace RunbookDsl.Hosts.Tests.Runner;

internal sealed class Told : IRunObserver
{
    public void On(RunEvent occurrence) => Console.WriteLine($"{occurrence.Kind} {occurrence.Text}");
}
