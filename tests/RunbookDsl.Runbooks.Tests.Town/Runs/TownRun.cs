using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using RunbookDsl.Dns;

namespace RunbookDsl.Runbooks.Tests.Town;

/// <summary>Lays the town out, carries the runbook out in it, and counts.</summary>
internal sealed class TownRun(TownOptions options)
{
    private readonly List<Visitor> _visitors = [];
    private readonly Random _random = new(options.Seed);

    public async Task<int> RunAsync()
    {
        var clock = Stopwatch.StartNew();
        // Short: a socket's name has to fit below it.
        var folder = Directory.CreateTempSubdirectory("town").FullName;
        try
        {
            await using var ground = await Ground.LayAsync(options, folder);
            await MachinesAsync(ground, folder);
            var before = await CountAsync(ground.OldServer.ConnectionString("shop"));
            Visit(ground, "visitor", null);
            if (options.IsMigration)
                Visit(ground, "straggler", Ground.Old);
            var program = new RunbookRun(options, folder, ground.Environment, _random);
            await program.CarryOutAsync(
                straggling: EndStragglerAsync,
                moved: () => Visit(ground, "early", Ground.New)
            );
            await Pace.PassAsync(TimeSpan.FromSeconds(1));
            foreach (var visitor in _visitors)
                await visitor.EndAsync();
            var report = await ReportAsync(ground, program, before);
            report["seconds"] = Math.Round(clock.Elapsed.TotalSeconds, 1);
            Console.WriteLine(JsonSerializer.Serialize(report));
            return 0;
        }
        finally
        {
            // Mounts of this namespace go with it; what lies below them here is ours.
            await Command.RunAsync("sh", "-c", $"umount -l /etc; umount -l {folder}/etc; rm -rf {folder}");
        }
    }

    private async Task MachinesAsync(Ground ground, string folder)
    {
        if (options.IsMigration)
        {
            await new Machine("web-old", Ground.Old, folder, ground.Certificates).StartAsync(
                Ground.AppSettings(isNew: false),
                isServing: true
            );
            await new Machine("web-new", Ground.New, folder, ground.Certificates).StartAsync(
                Ground.AppSettings(isNew: true),
                isServing: false
            );
        }
        else
            await new Machine("web-1", Ground.Old, folder, ground.Certificates).StartAsync(
                Ground.AppSettings(isNew: false),
                isServing: true
            );
    }

    private void Visit(Ground ground, string name, string? address) =>
        _visitors.Add(new(name, address, ground.Certificates.Authority, ResolveAsync));

    private static async Task<string> ResolveAsync(CancellationToken cancellation)
    {
        var question = new NameQuestion("shop.example", "A") { Server = Ground.Resolver };
        var answer = await new NetworkNameLookup(TimeProvider.System).AskAsync(question, cancellation);
        return answer.Records[0].Content;
    }

    private async Task EndStragglerAsync()
    {
        foreach (var visitor in _visitors.Skip(1))
            await visitor.EndAsync();
        // For so long nobody may have asked the old host when it goes.
        await Pace.PassAsync(TimeSpan.FromSeconds(4));
    }

    private async Task<Dictionary<string, object>> ReportAsync(Ground ground, RunbookRun program, long before)
    {
        var isUndone = options.Way == "undo";
        var visits = _visitors.SelectMany(v => v.Visits).OrderBy(v => v.At).ToArray();
        var booked = _visitors.SelectMany(v => v.Booked).ToArray();
        var server = isUndone ? ground.OldServer : ground.NewServer;
        var closed = _visitors[0].Visits.Where(v => v.Answer == "page").Select(v => v.At).ToArray();
        return new()
        {
            ["runbook"] = options.Runbook,
            ["way"] = options.Way,
            ["seed"] = options.Seed,
            ["requests"] = visits.Length,
            ["answeredByApp"] = visits.Count(v => v.Answer == "app"),
            ["answeredByPage"] = visits.Count(v => v.Answer == "page"),
            ["errors"] = visits.Where(v => v.IsError).Take(10).Select(v => $"{v}").ToArray(),
            ["secondsOfPage"] = closed.Length == 0 ? 0 : Math.Round((closed[^1] - closed[0]).TotalSeconds, 1),
            ["last"] = $"{_visitors[0].Visits.Last().Address} {_visitors[0].Visits.Last().Answer}",
            ["rowsBefore"] = before,
            ["booked"] = booked.Length,
            ["rowsAfter"] = await CountAsync(server.ConnectionString("shop")),
            ["lost"] = (await LostAsync(server.ConnectionString("shop"), booked)).Length,
            ["oldSide"] = await OldSideAsync(ground),
            ["kills"] = program.Kills,
            ["resumes"] = program.Resumes,
            ["questions"] = program.Questions,
            ["status"] = program.Status,
            ["restoreList"] = program.RestoreList,
        };
    }

    private static async Task<string[]> LostAsync(string database, string[] booked)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            "select t from unnest(@tokens) t where (select count(*) from bookings b where b.token = t) <> 1";
        command.Parameters.AddWithValue("tokens", booked);
        var lost = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            lost.Add(reader.GetString(0));
        return [.. lost];
    }

    private static async Task<long> CountAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from bookings";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    // As the application would come in: what it is told, or that it got in.
    private static async Task<string> OldSideAsync(Ground ground)
    {
        var own = new NpgsqlConnectionStringBuilder(ground.OldServer.ConnectionString("shop"))
        {
            Username = "shop_app",
            Password = "town",
        };
        try
        {
            await using var connection = new NpgsqlConnection(own.ConnectionString);
            await connection.OpenAsync();
            return "open";
        }
        catch (PostgresException e)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{e.SqlState} {e.MessageText}");
        }
    }
}
