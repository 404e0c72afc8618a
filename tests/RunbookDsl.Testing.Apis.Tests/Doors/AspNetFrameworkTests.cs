using System.Diagnostics;

namespace RunbookDsl.Testing.Apis.Tests.Doors;

[CancelAfter(30_000)]
internal sealed class AspNetFrameworkTests
{
    private string _folder = "";

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("runbook-tests-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, true);

    [Test]
    public async Task Door_ProcessWithoutTheFramework_LoadsItAtTheFirstRequest(CancellationToken cancellation)
    {
        var program = Path.Combine(
            AppContext.BaseDirectory.Replace(
                "RunbookDsl.Testing.Apis.Tests",
                "RunbookDsl.Testing.Apis.Tests.Owner"
            ),
            "RunbookDsl.Testing.Apis.Tests.Owner"
        );
        var configuration = await File.ReadAllTextAsync($"{program}.runtimeconfig.json", cancellation);
        Assert.That(configuration, Does.Contain("Microsoft.NETCore.App").And.Not.Contain("AspNetCore"));
        var start = new ProcessStartInfo(program)
        {
            ArgumentList = { Environment.GetEnvironmentVariable("PATH")! },
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        Assert.That(output, Is.EqualTo("False\nhello\nTrue\n"));
        Assert.That(process.ExitCode, Is.Zero);
    }

    [Test]
    public void Why_NoFramework_SaysWhatToInstall() =>
        Assert.That(
            AspNetFramework.Why("/usr/lib/dotnet/shared", new Version(10, 0, 1)),
            Is.EqualTo(
                "the fakes of HTTP APIs need Microsoft.AspNetCore.App 10.0, which is not in "
                    + "/usr/lib/dotnet/shared: install aspnetcore-runtime-10.0 beside the .NET runtime."
            )
        );

    [Test]
    public void Newest_SeveralVersions_IsTheNewestPatchOfTheSameMinor()
    {
        foreach (var version in (string[])["9.0.9", "10.0.2", "10.0.12", "10.0.13-none", "10.1.0", "x"])
        {
            Directory.CreateDirectory(Path.Combine(_folder, version));
            if (!version.EndsWith("none", StringComparison.Ordinal))
                File.WriteAllText(
                    Path.Combine(_folder, version, "Microsoft.AspNetCore.Server.Kestrel.Core.dll"),
                    ""
                );
        }
        Assert.That(
            AspNetFramework.Newest(_folder, new Version(10, 0, 1)),
            Is.EqualTo(Path.Combine(_folder, "10.0.12"))
        );
        Assert.That(AspNetFramework.Newest(_folder, new Version(11, 0, 0)), Is.Null);
        Assert.That(AspNetFramework.Newest(Path.Combine(_folder, "none"), new Version(10, 0, 0)), Is.Null);
    }
}
