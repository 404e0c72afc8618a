namespace RunbookDsl.Postgres;

/// <summary>
/// Runs programs as the operating system's user that owns the server's files. Login goes through the
/// environment; variables of the operator's that lead PostgreSQL's programs elsewhere are taken away.
/// </summary>
internal sealed class ServerPrograms(StepContext context, string? user, string? password)
{
    private const int ShownLines = 12;
    private const int ShownOfFile = 5;
    private const int LongestFile = 1 << 20;

    private static readonly string[] Misleading =
    [
        "HOME",
        "PGDATA",
        "PGDATABASE",
        "PGHOST",
        "PGHOSTADDR",
        "PGOPTIONS",
        "PGPORT",
        "PGSERVICE",
        "PGSSLMODE",
        "PGUSER",
        "PGDATAOLD",
        "PGDATANEW",
        "PGBINOLD",
        "PGBINNEW",
        "PGPORTOLD",
        "PGPORTNEW",
        "PGSOCKETDIR",
    ];

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="OperationFailedException">It ended with another code than 0.</exception>
    public async Task<ProcessResult> RunAsync(
        string program,
        IReadOnlyList<string> arguments,
        CancellationToken cancellation
    )
    {
        var result = await TryAsync(Command(program, arguments), cancellation).ConfigureAwait(false);
        return result.ExitCode == 0
            ? result
            : throw new OperationFailedException(
                $"{Path.GetFileName(program)} ended with exit code {result.ExitCode}: {Said(result)}"
            );
    }

    /// <summary>Runs it to its end, whatever its exit code.</summary>
    public Task<ProcessResult> TryAsync(ProcessCommand command, CancellationToken cancellation) =>
        context.Port<IProcessRunner>().RunAsync(command, cancellation);

    public ProcessCommand Command(string program, IReadOnlyList<string> arguments) =>
        user is null
            ? new(program, arguments) { Environment = Environment(), Directory = "/" }
            : new("runuser", ["-u", user, "--", program, .. arguments])
            {
                Environment = Environment(),
                Directory = "/",
            };

    /// <summary>
    /// The end of what it said, with the beginning of each file it names: pg_upgrade writes its reasons
    /// there.
    /// </summary>
    public static string Said(ProcessResult result)
    {
        var lines = (result.Output + "\n" + result.Error)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(l => !l.EndsWith(" ok", StringComparison.Ordinal))
            .TakeLast(ShownLines)
            .ToList();
        return string.Join("; ", lines.Concat(lines.Where(IsFile).SelectMany(Beginning)));
    }

    private static bool IsFile(string line) =>
        line.StartsWith('/') && line.EndsWith(".txt", StringComparison.Ordinal) && File.Exists(line);

    private static IEnumerable<string> Beginning(string file)
    {
        try
        {
            return new FileInfo(file).Length > LongestFile
                ? []
                : File.ReadLines(file).Take(ShownOfFile).Select(l => l.Trim()).ToList();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private Dictionary<string, string?> Environment()
    {
        var variables = new Dictionary<string, string?> { ["LC_ALL"] = "C", ["LC_MESSAGES"] = "C" };
        foreach (var name in Misleading)
            variables[name] = null;
        variables["PGPASSWORD"] = password;
        variables["PGAPPNAME"] = SessionName.Of(context);
        return variables;
    }
}
