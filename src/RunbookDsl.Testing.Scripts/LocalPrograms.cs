using RunbookDsl.Hosts;

namespace RunbookDsl.Testing.Scripts;

/// <summary>Programs of this machine.</summary>
internal sealed class LocalPrograms : IProgramStarter
{
    // Real programs need real time to end.
    public IProcessRunner Start(string directory, IReadOnlyDictionary<string, string> environment) =>
        new LocalProcessRunner(directory, environment, TimeProvider.System);
}
