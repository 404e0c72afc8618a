using RunbookDsl.Hosts;
using RunbookDsl.Testing;

namespace RunbookDsl.Cli;

/// <summary>Programs of this machine, in a sandbox. Real programs need real time to end.</summary>
internal sealed class SandboxPrograms : IProgramStarter
{
    public IProcessRunner Start(string directory, IReadOnlyDictionary<string, string> environment) =>
        new LocalProcessRunner(directory, environment, TimeProvider.System);
}
