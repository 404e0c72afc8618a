using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RunbookDsl.Runbooks.Tests.Town;

/// <summary>
/// The real program, process after process: killed, resumed, answered, until the runbook has ended.
/// </summary>
internal sealed partial class RunbookRun(
    TownOptions options,
    string folder,
    IReadOnlyDictionary<string, string> environment,
    Random random
)
{
    private const int Killed = -1;
    private const int MostLives = 150;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    public int Kills { get; private set; }

    public int Resumes { get; private set; }

    public int Questions { get; private set; }

    public string Status { get; private set; } = "";

    public string RestoreList { get; private set; } = "";

    private string Home => Path.Combine(folder, "home");

    private string RunId =>
        Path.GetFileName(Directory.GetDirectories(Path.Combine(Home, "runs"), "2*").Single());

    private string Script =>
        Path.Combine(
            folder,
            "runbooks",
            options.IsMigration
                ? "host-migration/host-migration.csx"
                : "postgres-major-upgrade/postgres-major-upgrade.csx"
        );

    /// <summary>Carries it out to its end, or half way and back.</summary>
    /// <param name="straggling">Called when those with an old answer may stop.</param>
    /// <param name="moved">Called when the name leads to the new host.</param>
    public async Task CarryOutAsync(Func<Task> straggling, Action moved)
    {
        await Command.RunAsync("cp", "-r", Path.Combine(options.Root, "runbooks"), folder);
        string[] start = ["exec", Script, "--non-interactive", .. Parameters()];
        var stop = options switch
        {
            { Way: "undo", IsMigration: true } => "name-leads-to-the-new-host",
            { Way: "undo" } => "application-back-behind-the-page",
            { IsMigration: true } => "worker-on-the-new-host",
            _ => null,
        };
        await UntilAsync(start, stop);
        if (options is { Way: "undo", IsMigration: true })
            moved();
        if (options.Way == "undo")
        {
            await Pace.PassAsync(TimeSpan.FromSeconds(2));
            await GoAsync(null, "undo", RunId, "--non-interactive");
            await Pace.PassAsync(TimeSpan.FromSeconds(2));
        }
        else if (stop is not null)
        {
            await straggling();
            await UntilAsync(["resume", RunId, "--non-interactive"], null);
        }
        Status = (await GoAsync(null, "show", RunId)).Output.Split('\n')[0];
        RestoreList = (await GoAsync(null, "restore-list", RunId)).Output.Trim();
    }

    // Real times are short ones; everything else is as the runbook says.
    private string[] Parameters()
    {
        var begins = DateTimeOffset.UtcNow.AddSeconds(15);
        string[] values = options.IsMigration
            ?
            [
                "ttl=1m",
                "margin=1s",
                "prepare=14s",
                "ahead=10s",
                "notice=0s",
                "businessFrom=0s",
                "businessUntil=0s",
                "watch=5s",
                "stable=2s",
                "settled=30s",
                "retire=40s",
                "silence=2s",
            ]
            : ["stable=2s", "later=20s", "slack=1m", "jobs=1"];
        return
        [
            "--window-start",
            begins.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            .. values.SelectMany(v => new[] { "-p", v }),
        ];
    }

    private async Task UntilAsync(string[] verb, string? stop)
    {
        for (var life = 0; life < MostLives; life++)
        {
            if (stop is not null)
                verb = [.. verb, "--until", stop];
            var wantsKill = options.Way == "kill" && Kills < options.Kills;
            var ended = await GoAsync(
                wantsKill ? (random.Next(1, 7), TimeSpan.FromMilliseconds(random.Next(0, 500))) : null,
                verb
            );
            if (ended.ExitCode == Killed)
                Kills++;
            else if (ended.ExitCode == 0 || ended.Text.Contains("is closed (Done)", StringComparison.Ordinal))
                return;
            else if (Asked().Match(ended.Text) is { Success: true } asked)
            {
                Questions++;
                var said = await GoAsync(
                    null,
                    ["approve", RunId, asked.Groups[1].Value, "--evidence", "seen by the town"]
                );
                if (said.ExitCode != 0)
                    throw new InvalidOperationException(said.Text);
            }
            else
                throw new InvalidOperationException(ended.Text);
            verb =
                Directory.Exists(Path.Combine(Home, "runs"))
                && Directory.GetDirectories(Path.Combine(Home, "runs"), "2*").Length > 0
                    ? ["resume", RunId, "--non-interactive"]
                    : verb;
            Resumes++;
        }
        throw new InvalidOperationException($"not done after {MostLives} processes");
    }

    private async Task<Ended> GoAsync((int Lines, TimeSpan After)? kill, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder,
        };
        start.ArgumentList.Add(options.Program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["RUNBOOK_HOME"] = Home;
        start.Environment["RUNBOOK_CACHE"] = Path.Combine(Path.GetTempPath(), "runbook-test-cache");
        start.Environment["RUNBOOK_OPERATOR"] = arguments[0] == "approve" ? "bob" : "alice";
        start.Environment["XDG_RUNTIME_DIR"] = folder;
        start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        var output = new StringBuilder();
        var isKilled = false;
        for (var lines = 1; await process.StandardOutput.ReadLineAsync(limit.Token) is { } line; lines++)
        {
            output.AppendLine(line);
            await Console.Error.WriteLineAsync($"{DateTimeOffset.UtcNow:HH:mm:ss.fff} {line}");
            if (lines != kill?.Lines)
                continue;
            isKilled = !process.WaitForExit(kill.Value.After);
            process.Kill();
            if (isKilled)
                await Console.Error.WriteLineAsync("-- killed");
        }
        await process.WaitForExitAsync(limit.Token);
        var said = await error;
        if (said.Length > 0)
            await Console.Error.WriteLineAsync(said);
        return new(isKilled ? Killed : process.ExitCode, output.ToString(), said);
    }

    [GeneratedRegex("'([^']+)' waits for (?:a person|[0-9]+ approval)")]
    private static partial Regex Asked();

    private sealed record Ended(int ExitCode, string Output, string Error)
    {
        public string Text => $"exit code {ExitCode}\n{Output}\n{Error}";
    }
}
