namespace RunbookDsl.Testing;

/// <summary><c>nginx -t</c>, <c>nginx -s reload</c>, <c>nginx -v</c>.</summary>
internal static class NginxProgram
{
    public static HostProgram[] All { get; } =
    [new("nginx", a => a.Contains("-s"), RunAsync) { Needs = "nginx" }];

    private static async Task<int> RunAsync(ProgramCall call)
    {
        var units = call.Machine.Units;
        switch (call.Arguments)
        {
            case ["-t"] or ["-tq"] or ["-t", "-q"] or ["-q", "-t"]:
                return await TestAsync(call).ConfigureAwait(false);
            case ["-v"]:
                return await call.FailAsync(
                        $"nginx version: nginx/{call.Machine.Packages.Find("nginx")?.Installed ?? "1.22.1"}",
                        0
                    )
                    .ConfigureAwait(false);
            case ["-s", "reload"]:
                if (units.Find("nginx") is not { IsActive: true } unit)
                    return await call.FailAsync(
                            "nginx: [error] open() \"/run/nginx.pid\" failed (2: No such file or directory)"
                        )
                        .ConfigureAwait(false);
                return units.Reload(unit) ? 0 : await TestAsync(call).ConfigureAwait(false);
            default:
                return await call.UnknownAsync(string.Join(' ', call.Arguments), ["-t", "-s reload", "-v"])
                    .ConfigureAwait(false);
        }
    }

    private static async Task<int> TestAsync(ProgramCall call)
    {
        if (!call.IsRoot)
            return await call.FailAsync(
                    "nginx: [emerg] open() \"/run/nginx.pid\" failed (13: Permission denied)\n"
                        + $"nginx: configuration file {NginxConfig.Main} test failed"
                )
                .ConfigureAwait(false);
        if (call.Machine.Nginx.Fault() is { } fault)
            return await call.FailAsync(
                    $"nginx: [emerg] {fault}\nnginx: configuration file {NginxConfig.Main} test failed"
                )
                .ConfigureAwait(false);
        return call.Has('q')
            ? 0
            : await call.FailAsync(
                    $"nginx: the configuration file {NginxConfig.Main} syntax is ok\n"
                        + $"nginx: configuration file {NginxConfig.Main} test is successful",
                    0
                )
                .ConfigureAwait(false);
    }
}
