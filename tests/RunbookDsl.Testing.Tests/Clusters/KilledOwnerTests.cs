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
        using var owner = OwnerProgram.Start();
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
        using var owner = OwnerProgram.Start();
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

    [Test]
    public async Task OwnerKilled_WithReplicasAndAPool_NothingStays(CancellationToken cancellation)
    {
        using var owner = OwnerProgram.Start("pool");
        var servers = new HashSet<int>();
        while (await owner.StandardOutput.ReadLineAsync(cancellation) is { Length: > 0 } url)
        {
            await using var connection = new NpgsqlConnection(ConnectionStringOf(new Uri(url)));
            await connection.OpenAsync(cancellation);
            servers.Add(Number($"{await FolderOf(connection)}/data/postmaster.pid"));
        }
        Assert.That(servers, Has.Count.EqualTo(9));
        // Some more are being made, to be ready: they belong to it as well.
        var children = ChildrenOf(owner.Id).Where(p => FolderIn(p) is not null).ToList();
        var folders = children.Select(FolderIn).OfType<string>().ToHashSet();
        var watchers = children.Select(Process.GetProcessById).ToList();
        Assert.That(folders, Has.Count.GreaterThanOrEqualTo(9));

        owner.Kill();
        await owner.WaitForExitAsync(cancellation);

        await Task.WhenAll(watchers.Select(w => w.WaitForExitAsync(cancellation)));
        watchers.ForEach(w => w.Dispose());

        Assert.That(folders.Where(Directory.Exists), Is.Empty);
        Assert.That(servers.Where(IsAlive), Is.Empty);
        Assert.That(AllProcesses().Select(FolderIn), Has.None.AnyOf(folders.Cast<object>().ToArray()));
    }

    private static IEnumerable<int> AllProcesses() =>
        Directory
            .EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(n => n!.All(char.IsAsciiDigit))
            .Select(n => int.Parse(n!, CultureInfo.InvariantCulture));

    private static IEnumerable<int> ChildrenOf(int parent) =>
        AllProcesses().Where(p => Look($"/proc/{p}/stat")?.Split(") ")[^1].Split(' ')[1] == $"{parent}");

    private static bool IsAlive(int process) =>
        Look($"/proc/{process}/stat")?.Split(") ")[^1][0] is not (null or 'Z');

    /// <summary>The folder of a throw-away cluster that a process was started for; null for none.</summary>
    private static string? FolderIn(int process) =>
        Look($"/proc/{process}/cmdline")
            ?.Split('\0')
            .Select(a => a.EndsWith("/data", StringComparison.Ordinal) ? a[..^"/data".Length] : a)
            .FirstOrDefault(a =>
                Path.GetFileName(a).StartsWith(StaleClusters.Prefix, StringComparison.Ordinal)
            );

    // A process may go while it is looked at.
    private static string? Look(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string ConnectionStringOf(Uri url) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.Port,
            Username = "postgres",
            Password = url.UserInfo.Split(':')[1],
            Database = url.AbsolutePath[1..],
            Pooling = false,
        }.ConnectionString;

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
