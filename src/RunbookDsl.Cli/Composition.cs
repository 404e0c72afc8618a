using System.Diagnostics;
using RunbookDsl.Engine;
using RunbookDsl.Journal;
using RunbookDsl.Scripting;

namespace RunbookDsl.Cli;

/// <summary>Puts the engine together with the world outside. Reads as the architecture.</summary>
internal static class Composition
{
    public static EngineServices Real(
        Session session,
        IJournalStore store,
        PlanLoader scripts,
        string directory,
        Audience audience
    )
    {
        var processes = new LateProcessRunner(session.Settings, directory, session.Clock);
        return new EngineServices
        {
            Store = store,
            Clock = session.Clock,
            Pause = new ClockPause(session.Clock),
            Random = new Random(Seed()),
            Secrets = new SecretSources(session.Settings, directory, processes, session.Clock),
            People = audience.People,
            Observer = audience.Observer,
            Operator = session.Settings.Operator,
            ForChild = child => Real(session, store, scripts, child.Directory, audience),
            Ports = PortRegistry
                .Empty.With<IErrorPlaces>(scripts)
                .With<IProcessRunner>(processes)
                .With<IDetachedPrograms>(processes)
                .WithLate("RunbookDsl.Http.IHttpConnector", NetworkPort.Make)
                .WithLate("RunbookDsl.INameLookup", () => NamesPort.Make(session.Clock))
                .WithLate("RunbookDsl.IRemoteHosts", () => HostsPort.Make(processes, session))
                .WithZones(session),
        };
    }

    // Run ids only: two processes of one second must differ, nobody has to be unable to guess.
    private static int Seed() =>
        unchecked((Environment.ProcessId * 486187739) ^ (int)Stopwatch.GetTimestamp());
}
