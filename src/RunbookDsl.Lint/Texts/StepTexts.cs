using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Lint;

/// <summary>The shell and the SQL in a step: in its operation, and in what a person is told.</summary>
internal static class StepTexts
{
    private static readonly string[] Programs =
    [
        "apt",
        "apt-get",
        "aws",
        "cap",
        "cat",
        "certbot",
        "createdb",
        "curl",
        "docker",
        "docker-compose",
        "dropdb",
        "echo",
        "fab",
        "git",
        "grep",
        "heroku",
        "journalctl",
        "kill",
        "mkdir",
        "mv",
        "nginx",
        "pg_basebackup",
        "pg_ctl",
        "pg_dump",
        "pg_dumpall",
        "pg_restore",
        "pg_upgrade",
        "pg_verifybackup",
        "pip",
        "psql",
        "rabbitmqctl",
        "reboot",
        "rm",
        "rsync",
        "scp",
        "service",
        "shutdown",
        "ssh",
        "sudo",
        "systemctl",
        "tail",
        "vacuumdb",
        "wget",
        "yum",
        "dnf",
    ];

    private static readonly string[] SqlWords =
    [
        "VACUUM",
        "ANALYZE",
        "REINDEX",
        "CREATE",
        "ALTER",
        "DROP",
        "TRUNCATE",
        "DELETE",
        "UPDATE",
        "INSERT",
        "SELECT",
        "CLUSTER",
    ];

    /// <summary>What the step's own action tells programs.</summary>
    public static List<ShellScript> Shell(ShapeStep step)
    {
        if (step.Operation is { } operation)
            return Shell(operation) is { } one ? [one] : [];
        return step.Kind == StepKind.Manual ? Spoken(step) : [];
    }

    /// <summary>What an operation tells a program; null for one that starts none.</summary>
    public static ShellScript? Shell(ShapeCall call)
    {
        if (!call.Is("SshHost.Exec", "Local.Exec") || call.Factory is not { } factory)
            return null;
        var words = factory.Texts(0);
        var commands = ShellTexts.Of(words, out var isShell);
        var text = isShell ? words[^1] : string.Join(' ', words);
        return new(text, commands, isShell, factory.Call);
    }

    /// <summary>The SQL in the step's own action, its checks not counted.</summary>
    public static List<SqlPiece> Sql(ShapeStep step, IReadOnlyList<ShellScript> scripts)
    {
        var found = new List<SqlPiece>();
        if (step.Operation is { } operation && Sql(operation) is { } own)
            found.Add(own);
        if (step.Is("Pg.Transaction"))
            foreach (
                var literal in step.Operation!.Syntax.DescendantNodes().OfType<LiteralExpressionSyntax>()
            )
                if (literal.Token.Value is string text && text.Contains(' ', StringComparison.Ordinal))
                    found.Add(new(text, SqlSender.Transaction, literal));
        foreach (var script in scripts)
        foreach (var command in script.Commands)
            found.AddRange(Sql(command, script.Place));
        if (step.Kind == StepKind.Manual)
            foreach (var line in step.Words.Split('\n', '`'))
                if (
                    SqlWords.Any(w => line.TrimStart().StartsWith(w + " ", StringComparison.Ordinal))
                    || SqlWords.Any(w => line.Trim().TrimEnd(';') == w)
                )
                    found.Add(new(line.Trim(), SqlSender.Person, step.Node));
        return found;
    }

    /// <summary>The SQL of an operation or check; null for one without any.</summary>
    public static SqlPiece? Sql(ShapeCall call) =>
        call.Verb switch
        {
            "Pg.Execute" => Piece(call, SqlSender.Execute),
            "Pg.Ddl" => Piece(call, SqlSender.Ddl),
            "Pg.Query" or "Pg.Check" => Piece(call, SqlSender.Look),
            _ => null,
        };

    private static SqlPiece? Piece(ShapeCall call, SqlSender sender) =>
        call.Factory?.Text(1, "sql") is { } text ? new(text, sender, call.Factory.Argument(1, "sql")!) : null;

    private static IEnumerable<SqlPiece> Sql(ShellCommand command, ExpressionSyntax place)
    {
        var isPsql = command.Program == "psql" || command.Is("heroku", "pg:psql");
        if (!isPsql)
            yield break;
        if (command.Option("-c", "--command") is { } text)
            yield return new(text, SqlSender.PsqlString, place);
        if (command.Input is { } input)
            yield return new(input, SqlSender.PsqlInput, place);
    }

    // What a person is told to type: whole blocks that begin like a command, and what stands in back quotes.
    private static List<ShellScript> Spoken(ShapeStep step)
    {
        var found = new List<ShellScript>();
        var parts = step.Words.Split('`');
        for (var i = 1; i < parts.Length; i += 2)
            Add(parts[i]);
        foreach (var block in string.Concat(parts.Where((_, i) => i % 2 == 0)).Split("\n\n"))
        {
            var lines = block.Split('\n');
            var first = Array.FindIndex(lines, IsCommand);
            if (first >= 0)
                Add(string.Join('\n', lines.Skip(first)));
        }
        return found;

        void Add(string text)
        {
            text = string.Join(
                '\n',
                text.Split('\n').Select(l => l.StartsWith("$ ", StringComparison.Ordinal) ? l[2..] : l)
            );
            if (IsCommand(text) || text.Contains('\n', StringComparison.Ordinal))
                found.Add(new(text, ShellTexts.Read(text), true, step.Node));
        }
    }

    private static bool IsCommand(string line)
    {
        var text = line.TrimStart().TrimStart('$').TrimStart();
        var end = text.IndexOfAny([' ', '\n']);
        return Programs.Contains(end < 0 ? text.TrimEnd() : text[..end]);
    }
}
