using System.Diagnostics;
using System.Text.Json;

namespace RunbookDsl.Runbooks.Tests.Towns;

/// <summary>
/// The migration of a host and the upgrade of a database carried out for real: two hosts in namespaces of
/// their own with sshd, nginx and an application, two PostgreSQL servers, name servers, and visitors who
/// write down every answer. It goes to its end, is killed on its way and resumed, and is taken back.
/// </summary>
[Parallelizable(ParallelScope.All)]
internal sealed class TownSpecs
{
    private static readonly bool IsLong =
        Environment.GetEnvironmentVariable("RUNBOOK_NIGHTLY") == "1"
        || Environment.GetEnvironmentVariable("RUNBOOK_TOWN") == "1";

    private static IEnumerable<TestCaseData> Ways()
    {
        foreach (var runbook in (string[])["migration", "upgrade"])
        foreach (var way in (string[])["clean", "kill", "undo"])
            yield return new TestCaseData(runbook, way).SetArgDisplayNames(runbook, way);
    }

    /// <summary>With <c>RUNBOOK_TOWN=1</c> all of them; else those that a build can wait for.</summary>
    [TestCaseSource(nameof(Ways)), CancelAfter(900_000)]
    public async Task Visitors_get_the_page_or_the_shop_and_nothing_is_lost(string runbook, string way)
    {
        if (!IsLong && (runbook, way) is not (("migration", "undo") or ("upgrade", "kill")))
            Assert.Ignore("only at night, or with RUNBOOK_TOWN=1");
        var kills = way == "kill" ? 10 : 0;
        var report = await RunAsync(runbook, way, kills);
        using var scope = Assert.EnterMultipleScope();
        Assert.That(Texts(report, "errors"), Is.Empty, "every answer is the page or the shop");
        Assert.That(Number(report, "answeredByApp"), Is.Positive);
        Assert.That(Number(report, "answeredByPage"), Is.Positive);
        Assert.That(Number(report, "booked"), Is.Positive);
        Assert.That(Number(report, "lost"), Is.Zero, "what was told as booked is there, once");
        Assert.That(
            Number(report, "rowsAfter"),
            Is.EqualTo(Number(report, "rowsBefore") + Number(report, "booked"))
        );
        Assert.That(Number(report, "kills"), Is.EqualTo(kills));
        Assert.That(
            Text(report, "oldSide"),
            way == "undo" ? Is.EqualTo("open") : Does.Contain("is not permitted to log in")
        );
        Assert.That(Text(report, "last"), Does.EndWith(" app"));
        Assert.That(Text(report, "restoreList"), Does.Contain("nothing").IgnoreCase);
    }

    private static async Task<JsonElement> RunAsync(string runbook, string way, int kills)
    {
        if (Environment.UserName != "root")
            Assert.Ignore("needs root, to make hosts in namespaces");
        var town = Path.Combine(
            Tree.Root,
            "artifacts/bin/RunbookDsl.Runbooks.Tests.Town",
            AppContext.BaseDirectory.Contains("/release", StringComparison.Ordinal) ? "release" : "debug",
            "RunbookDsl.Runbooks.Tests.Town.dll"
        );
        var start = new ProcessStartInfo("unshare")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        string[] arguments =
        [
            .. (string[])["--net", "--mount", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc"],
            .. (string[])["sh", "-c", "\"$@\" & wait $!", "sh"],
            .. (string[])["dotnet", town, runbook, way, Tree.Root, Tree.Program, $"{kills}"],
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, $"{output}\n{await error}");
        var last = output.TrimEnd().Split('\n')[^1];
        TestContext.Progress.WriteLine($"town: {last}");
        return JsonDocument.Parse(last).RootElement;
    }

    private static long Number(JsonElement report, string name) => report.GetProperty(name).GetInt64();

    private static string Text(JsonElement report, string name) => report.GetProperty(name).GetString()!;

    private static string[] Texts(JsonElement report, string name) =>
        [.. report.GetProperty(name).EnumerateArray().Select(e => e.GetString()!)];
}
