using System.Runtime.CompilerServices;
using RunbookDsl.Documents;

namespace RunbookDsl.Cli;

/// <summary>
/// <c>runbook docs</c>: the reference of words and operations, made of the code's comments.
/// </summary>
internal static class DocsCommand
{
    // The compiler's assemblies come with this method, and with no other verb.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        var reference = Reference.Read(ScriptWorld.Options(session.Settings), CancellationToken.None);
        if (invocation.Value("--site") is { } folder)
            Site(invocation, session, reference, folder);
        else if (invocation.Argument(0) is { } name)
            Show(invocation, session, reference, name);
        else if (invocation.Has("--json"))
            RunJson.Print(session.Out, w => ReferenceJson.Write(w, reference.Classes));
        else
            session.Out.Write(ReferenceText.All(reference, session.Out.Columns));
        return Task.FromResult(ExitCodes.Done);
    }

    private static void Show(Invocation invocation, Session session, Reference reference, string name)
    {
        var members = reference.FindMembers(name);
        var found = reference.FindClass(name);
        if (members.Count == 0 && found is null)
            throw new UsageException(Unknown(reference, name), invocation.Command);
        if (invocation.Has("--json"))
            RunJson.Print(
                session.Out,
                w =>
                {
                    if (found is null)
                        ReferenceJson.Write(w, members);
                    else
                        ReferenceJson.Write(w, [found]);
                }
            );
        else
        {
            if (members.Count > 0)
                session.Out.Write(ReferenceText.Of(members, reference, session.Out.Columns));
            if (members.Count > 0 && found is not null)
                session.Out.Write("\n");
            if (found is not null)
                session.Out.Write(ReferenceText.Of(found, session.Out.Columns));
        }
    }

    private static void Site(Invocation invocation, Session session, Reference reference, string folder)
    {
        if (invocation.Argument(0) is { } name)
            throw new UsageException(
                $"--site writes the whole reference: leave {name} out.",
                invocation.Command
            );
        var place = Path.GetFullPath(folder, session.Settings.WorkingDirectory);
        var files = ReferenceSite.Write(place, reference);
        var index = Path.Combine(place, "index.html");
        if (invocation.Has("--json"))
            RunJson.Print(
                session.Out,
                w =>
                {
                    w.WriteStartObject();
                    w.WriteString("index", index);
                    w.WriteNumber("files", files);
                    w.WriteEndObject();
                }
            );
        else
            session.Out.Line($"written: {session.Settings.Shown(index)} and {files - 1} files it leads to");
    }

    private static string Unknown(Reference reference, string name) =>
        reference.Near(name) is { Count: > 0 } near
            ? $"there is no '{name}'; near to it: {string.Join(", ", near)}."
            : $"there is no '{name}': `runbook docs` lists all.";
}
