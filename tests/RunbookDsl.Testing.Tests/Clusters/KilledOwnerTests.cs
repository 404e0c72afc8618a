using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace RunbookDsl.Testing.Tests.Clusters;

[CancelAfter(60_000)]
internal sealed class KilledOwnerTests
{
    [Test]
    public async Task OwnerKilled_ServerAndFoldersAreGone(CancellationToken cancellation)
    {
        using var owner = Start();
        var connectionString = await owner.StandardOutput.ReadLineAsync(cancellation);
        var directory = Path.GetDirectoryName(await owner.StandardOutput.ReadLineAsync(cancellation))!;
        using var watcher = new FileSystemWatcher(Path.GetTempPath(), Path.GetFileName(directory));
        var directoryGone = new TaskCompletionSource();
        watcher.Deleted += (_, _) => directoryGone.TrySetResult();
        watcher.EnableRaisingEvents = true;
        Assert.That(Directory.Exists(directory));
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        var folder = await FolderOf(connection);
        using var supervisor = Process.GetProcessById(Number($"{folder}/supervisor.pid"));
        var server = Number($"{folder}/data/postmaster.pid");
        Assert.That(Directory.Exists($"/proc/{server}"));

        owner.Kill();
        await owner.WaitForExitAsync(cancellation);
        await supervisor.WaitForExitAsync(cancellation);
        await directoryGone.Task.WaitAsync(cancellation);

        Assert.That(owner.ExitCode, Is.EqualTo(137));
        Assert.That(Directory.Exists(folder), Is.False);
        Assert.That(Directory.Exists($"/proc/{server}"), Is.False);
    }

    [Test]
    public async Task StaleFolder_IsRemovedWithItsServerAfterADay(CancellationToken cancellation)
    {
        using var owner = Start();
        var connectionString = await owner.StandardOutput.ReadLineAsync(cancellation);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        var folder = await FolderOf(connection);
        using var supervisor = Process.GetProcessById(Number($"{folder}/supervisor.pid"));
        using var server = Process.GetProcessById(Number($"{folder}/data/postmaster.pid"));

        StaleClusters.Sweep(new Later(TimeSpan.FromDays(2)));
        Assert.That(Directory.Exists(folder), "a supervisor that lives protects it, however old it is");

        supervisor.Kill();
        await supervisor.WaitForExitAsync(cancellation);
        StaleClusters.Sweep(new Later(TimeSpan.FromHours(23)));
        Assert.That(Directory.Exists(folder), "not a day old");
        StaleClusters.Sweep(new Later(TimeSpan.FromDays(2)));
        Assert.That(Directory.Exists(folder), Is.False);
        await server.WaitForExitAsync(cancellation);
        owner.Kill();
    }

    private static Process Start()
    {
        var program = Path.Combine(
            AppContext.BaseDirectory.Replace("RunbookDsl.Testing.Tests", "RunbookDsl.Testing.Tests.Owner"),
            "RunbookDsl.Testing.Tests.Owner"
        );
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in Machine.Environment())
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static async Task<string> FolderOf(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("show data_directory", connection);
        return Path.GetDirectoryName((string)(await command.ExecuteScalarAsync())!)!;
    }

    private static int Number(string file) =>
        int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture);

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
