using System.Diagnostics;

namespace RunbookDsl.Testing.Tests.Ssh;

/// <summary>The process that rehearses is killed while somebody is connected.</summary>
[CancelAfter(60_000)]
internal sealed class KilledHarnessTests
{
    [Test]
    public async Task Killed_SshdRelayAndFoldersAreGone(CancellationToken cancellation)
    {
        using var owner = Process.Start(Command(OwnerProgram(), "ssh"))!;
        var ssh = (await owner.StandardOutput.ReadLineAsync(cancellation))!;
        using var client = Process.Start(Command(ssh, "web-1", "echo here; cat"))!;
        Assert.That(await client.StandardOutput.ReadLineAsync(cancellation), Is.EqualTo("here"));
        var server = Below(owner.Id).Select(Process.GetProcessById).ToArray();
        Assert.That(server.Select(p => p.ProcessName), Does.Contain("cat").And.Some.StartsWith("sshd"));

        owner.Kill();
        await owner.WaitForExitAsync(cancellation);
        await client.WaitForExitAsync(cancellation);
        foreach (var process in server)
            using (process)
                await process.WaitForExitAsync(cancellation);
        Assert.That(client.ExitCode, Is.EqualTo(255));
        Assert.That(File.Exists(ssh), Is.False);
    }

    private static string OwnerProgram() =>
        Path.Combine(
            AppContext.BaseDirectory.Replace("RunbookDsl.Testing.Tests", "RunbookDsl.Testing.Tests.Owner"),
            "RunbookDsl.Testing.Tests.Owner"
        );

    private static ProcessStartInfo Command(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in Machine.Environment())
            start.Environment[name] = value;
        return start;
    }

    private static List<int> Below(int parent)
    {
        var found = new List<int>();
        foreach (var folder in Directory.GetDirectories("/proc").Where(f => char.IsAsciiDigit(f[6])))
            try
            {
                var stat = File.ReadAllText($"{folder}/stat");
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                if (fields[1] == $"{parent}")
                    found.AddRange([int.Parse(folder[6..]), .. Below(int.Parse(folder[6..]))]);
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        return found;
    }
}
