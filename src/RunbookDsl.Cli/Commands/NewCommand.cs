namespace RunbookDsl.Cli;

/// <summary>
/// <c>runbook new</c>: a runbook, a test project or a whole repository, from the templates in the tool.
/// </summary>
internal static class NewCommand
{
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        if (invocation.Has("--repo"))
            return RepositoryFiles.WriteAsync(invocation, session);
        var name =
            invocation.Argument(0)
            ?? throw new UsageException("new wants the NAME of a runbook, or --repo.", invocation.Command);
        var template = Chosen(invocation);
        if (!IsName(name, template.AllowsDots))
            throw new UsageException(
                $"'{name}' is no name: use letters, digits, '-' and '_'"
                    + (template.AllowsDots ? ", and '.' between them." : "."),
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
            Print(invocation, session, (folder, name), template.Write(folder, name), template);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"{session.Settings.Shown(folder)} cannot be made: {e.Message}",
                invocation.Command
            );
        }
        return Task.FromResult(ExitCodes.Done);
    }

    private static Template Chosen(Invocation invocation)
    {
        if (invocation.Value("--template") is not { } wanted)
            return Template.All[0];
        foreach (var template in Template.All)
            if (template.Name == wanted)
                return template;
        throw new UsageException(
            $"there is no template '{wanted}'; there are {string.Join(", ", Template.All.Select(t => t.Name))}.",
            invocation.Command
        );
    }

    private static bool IsName(string name, bool allowsDots)
    {
        if (name is "" || name[0] == '.' || name[^1] == '.')
            return false;
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_') && !(allowsDots && c == '.'))
                return false;
        return true;
    }

    private static void Print(
        Invocation invocation,
        Session session,
        (string Folder, string Name) at,
        IReadOnlyList<string> files,
        Template template
    )
    {
        if (!invocation.Has("--json"))
        {
            session.Out.Write(Next(at.Name, template));
            return;
        }
        RunJson.Print(
            session.Out,
            w =>
            {
                w.WriteStartObject();
                w.WriteString("directory", at.Folder);
                w.WriteStartArray("files");
                foreach (var file in files)
                    w.WriteStringValue(Path.Combine(at.Folder, file));
                w.WriteEndArray();
                w.WriteEndObject();
            }
        );
    }

    private static string Next(string name, Template template) =>
        template.Name switch
        {
            "runbook" => $"{name}/{name}.csx, its world and a README are there.\n"
                + $"Next:    runbook plan {name}/{name}.csx\n"
                + $"Next:    runbook exec {name}/{name}.csx --sandbox\n",
            "runbook-tests" => $"{name}/{name}.csproj is there, for the runbooks in runbooks/ beside it.\n"
                + $"Next:    dotnet build {name}\n",
            _ => $"{name} is there: inventory, shared code, a runbook, tests and CI.\n"
                + $"Next:    runbook check {name}/runbooks\n"
                + $"Next:    runbook test {name}/runbooks --accept\n",
        };
}
