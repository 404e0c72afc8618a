using System.Reflection;

namespace RunbookDsl.Cli;

/// <summary>
/// <c>runbook new</c>: a runbook, the world it is rehearsed in and a README, from the templates in the
/// tool.
/// </summary>
internal static class NewCommand
{
    private static readonly (string Template, string File)[] Files =
    [
        ("runbook.csx", "{name}.csx"),
        ("world.csx", "{name}.world.csx"),
        ("README.md", "README.md"),
    ];

    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        if (invocation.Has("--repo"))
            return RepositoryFiles.WriteAsync(invocation, session);
        var name =
            invocation.Argument(0)
            ?? throw new UsageException("new wants the NAME of a runbook, or --repo.", invocation.Command);
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                throw new UsageException(
                    $"'{name}' is no name: use letters, digits, '-' and '_'.",
                    invocation.Command
                );
        var folder = Path.Combine(session.Settings.WorkingDirectory, name);
        if (Path.Exists(folder))
            throw new UsageException(
                $"{session.Settings.Shown(folder)} is there already: choose another name.",
                invocation.Command
            );
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var (template, file) in Files)
                File.WriteAllText(Path.Combine(folder, Filled(file, name)), Filled(Template(template), name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"{session.Settings.Shown(folder)} cannot be made: {e.Message}",
                invocation.Command
            );
        }
        Print(invocation, session, name, folder);
        return Task.FromResult(ExitCodes.Done);
    }

    private static void Print(Invocation invocation, Session session, string name, string folder)
    {
        if (invocation.Has("--json"))
            RunJson.Print(
                session.Out,
                w =>
                {
                    w.WriteStartObject();
                    w.WriteString("directory", folder);
                    w.WriteStartArray("files");
                    foreach (var (_, file) in Files)
                        w.WriteStringValue(Path.Combine(folder, Filled(file, name)));
                    w.WriteEndArray();
                    w.WriteEndObject();
                }
            );
        else
            session.Out.Write(
                $"{name}/{name}.csx, its world and a README are there.\n"
                    + $"Next:    runbook plan {name}/{name}.csx\n"
                    + $"Next:    runbook exec {name}/{name}.csx --sandbox\n"
            );
    }

    private static string Template(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("template/" + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Filled(string text, string name) =>
        text.Replace("{name}", name, StringComparison.Ordinal)
            .Replace(
                "{title}",
                char.ToUpperInvariant(name[0]) + name[1..].Replace('-', ' '),
                StringComparison.Ordinal
            );
}
