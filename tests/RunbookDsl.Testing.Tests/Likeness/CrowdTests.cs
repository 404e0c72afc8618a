using System.Globalization;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Testing.Tests;

/// <summary>Many rehearsals at once leave nothing: no process, no port, no folder.</summary>
[NonParallelizable]
[CancelAfter(180_000)]
internal sealed class CrowdTests
{
    private const int Many = 200;

    [Test]
    public async Task Two_hundred_rehearsals_at_once_leave_nothing()
    {
        var before = await OneAsync();
        var (during, after) = await CrowdAsync();
        using var scope = Assert.EnterMultipleScope();
        Assert.That(during.Processes, Is.GreaterThanOrEqualTo(Many), "it looked at nothing");
        Assert.That(during.Folders, Has.Count.GreaterThanOrEqualTo(Many), "it looked at nothing");
        Assert.That(after.Processes, Is.EqualTo(before.Processes));
        Assert.That(after.Ports, Is.EqualTo(before.Ports));
        Assert.That(during.Folders.Where(Directory.Exists), Is.Empty);
    }

    // What is started once and kept is there already.
    private static async Task<Left> OneAsync()
    {
        await RehearseAsync(1, () => { });
        return Left.Now();
    }

    private static async Task<(Left During, Left After)> CrowdAsync()
    {
        var there = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Left? during = null;
        var gate = new Lock();
        await RehearseAsync(
            Many,
            () =>
            {
                // The last one to come sees all of them.
                if (Interlocked.Increment(ref there) == Many)
                {
                    lock (gate)
                        during ??= Left.Now();
                    all.SetResult();
                }
                return all.Task;
            }
        );
        return (during!, Left.Now());
    }

    private static Task RehearseAsync(int times, Action seen) =>
        RehearseAsync(
            times,
            () =>
            {
                seen();
                return Task.CompletedTask;
            }
        );

    private static Task<bool> RehearseAsync(int times, Func<Task> together) =>
        Board.With(
            () =>
            {
                Step("together").Run(async _ => await together()).ReadOnly();
                Step("db").Run(new SwitchOperation("db", "moved"));
            },
            async rehearsal =>
            {
                var results = await Task.WhenAll(
                    Enumerable
                        .Range(1, times)
                        .Select(i =>
                            rehearsal.RunAsync(
                                new Scenario(i.ToString(CultureInfo.InvariantCulture)),
                                null,
                                default
                            )
                        )
                );
                Assert.That(results.SelectMany(r => r.Findings), Is.Empty);
                return true;
            },
            () =>
            {
                DnsVerbs.Dns().Zone("shop.example").Record("A", "www", "192.0.2.10", ttl: 300);
                HostVerbs.Host("web-1").User("deploy").Unit("shop");
            },
            ("db", "old")
        );

    private sealed record Left(int Processes, int Ports, IReadOnlySet<string> Folders)
    {
        private static readonly string Prefix = Path.Combine(Path.GetTempPath(), "runbook-world-");

        public static Left Now()
        {
            var mine = Own();
            return new(Children(), Listening(mine), Folder());
        }

        private static HashSet<string> Folder() =>
            [
                .. Directory
                    .EnumerateDirectories("/proc")
                    .Where(p => int.TryParse(Path.GetFileName(p), out _))
                    .Where(p => Parent(p) == Environment.ProcessId)
                    .SelectMany(Arguments)
                    .Where(a => a.StartsWith(Prefix, StringComparison.Ordinal)),
            ];

        // Other processes of this machine have worlds of their own: ours are those our keepers keep.
        private static string[] Arguments(string process)
        {
            try
            {
                return File.ReadAllText(Path.Combine(process, "cmdline")).Split('\0');
            }
            catch (IOException)
            {
                return [];
            }
        }

        private static int Children() =>
            Directory
                .EnumerateDirectories("/proc")
                .Count(p => int.TryParse(Path.GetFileName(p), out _) && Parent(p) == Environment.ProcessId);

        private static int Parent(string process)
        {
            try
            {
                var stat = File.ReadAllText(Path.Combine(process, "stat"));
                return int.Parse(
                    stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1],
                    CultureInfo.InvariantCulture
                );
            }
            catch (IOException)
            {
                return 0;
            }
        }

        private static HashSet<string> Own() =>
            [
                .. Directory
                    .EnumerateFiles("/proc/self/fd")
                    .Select(f => new FileInfo(f).LinkTarget)
                    .Where(t => t?.StartsWith("socket:[", StringComparison.Ordinal) == true)
                    .Select(t => t![8..^1]),
            ];

        private static int Listening(HashSet<string> own) =>
            File.ReadLines("/proc/self/net/tcp")
                .Skip(1)
                .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Count(l => l[3] == "0A" && own.Contains(l[9]));
    }
}
