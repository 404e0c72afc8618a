using RunbookDsl.Engine;
using RunbookDsl.Scripting;

namespace RunbookDsl.Testing.Scripts;

/// <summary>Reads scripts for rehearsals: compiled once, read anew by each process.</summary>
internal sealed class ScriptReader(RehearsalSettings settings, IScriptHost host) : IRunbookReader
{
    public ReadRunbook Read(string path, IReadOnlyDictionary<string, string> parameters)
    {
        settings.BeforeReading();
        var loader = new PlanLoader(host, settings.Shown);
        var loaded = loader.Load(new AuthoringInputs(path) { Parameters = parameters });
        return new ReadRunbook(loaded.Plan, loaded.ToArchive, PortRegistry.Empty.With<IErrorPlaces>(loader));
    }
}
