using RunbookDsl.Scripting.Packages;

namespace RunbookDsl.Cli;

/// <summary>
/// <c>runbook restore</c>: fetches the packages of scripts; the only command that uses the network.
/// </summary>
internal static class RestoreCommand
{
    public static async Task<int> RunAsync(Invocation invocation, Session session)
    {
        var settings = session.Settings;
        var processes = new LateProcessRunner(settings, settings.WorkingDirectory, session.Clock);
        var restorer = new PackageRestorer(ScriptWorld.Options(settings), ScriptWorld.Compiler, processes);
        var all = new List<(string File, IReadOnlyList<LockedPackage> Packages)>();
        foreach (var file in invocation.Arguments)
            all.Add((file, await restorer.RestoreAsync(file, CancellationToken.None).ConfigureAwait(false)));
        if (invocation.Has("--json"))
            Write(session, all);
        else
            foreach (var (file, packages) in all)
                session.Out.Line($"{file}: {(Said(Names(packages)))}");
        return ExitCodes.Done;
    }

    private static string Said(List<string> names) =>
        names.Count == 0 ? "names no package" : string.Join(", ", names);

    private static List<string> Names(IReadOnlyList<LockedPackage> packages)
    {
        var names = new List<string>();
        foreach (var package in packages)
            names.Add(package.Name);
        return names;
    }

    private static void Write(
        Session session,
        List<(string File, IReadOnlyList<LockedPackage> Packages)> all
    ) =>
        RunJson.Print(
            session.Out,
            w =>
            {
                w.WriteStartArray();
                foreach (var (file, packages) in all)
                {
                    w.WriteStartObject();
                    w.WriteString("file", file);
                    w.WriteStartArray("packages");
                    foreach (var name in Names(packages))
                        w.WriteStringValue(name);
                    w.WriteEndArray();
                    w.WriteEndObject();
                }
                w.WriteEndArray();
            }
        );
}
