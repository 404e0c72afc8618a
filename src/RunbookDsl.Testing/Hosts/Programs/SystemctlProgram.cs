using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary><c>systemctl</c>, and <c>service NAME ACTION</c>.</summary>
internal static class SystemctlProgram
{
    private static readonly string[] Looks =
    [
        "is-active",
        "is-enabled",
        "is-failed",
        "is-system-running",
        "status",
        "show",
        "list-units",
        "cat",
    ];

    private static readonly string[] Changes =
    [
        "start",
        "stop",
        "restart",
        "try-restart",
        "reload",
        "reload-or-restart",
        "kill",
        "enable",
        "disable",
        "mask",
        "unmask",
        "daemon-reload",
        "reset-failed",
        "reboot",
    ];

    public static HostProgram[] All { get; } =
    [
        new("systemctl", a => !Looks.Contains(Verb(a)), RunAsync),
        new(
            "service",
            a => a.Length > 1 && a[1] != "status",
            c =>
                RunAsync(
                    c with
                    {
                        Name = "systemctl",
                        Arguments = [.. c.Arguments.Skip(1).Take(1), .. c.Arguments.Take(1)],
                    }
                )
        ),
    ];

    private static string? Verb(string[] arguments) => arguments.FirstOrDefault(a => a[0] != '-');

    private static async Task<int> RunAsync(ProgramCall call)
    {
        if (call.Operands is not [var verb, .. var names])
            return await call.UnknownAsync("without a verb", Changes).ConfigureAwait(false);
        // The signal of `kill -s USR1 app` is no unit.
        if (verb == "kill" && Array.IndexOf(call.Arguments, "-s") is >= 0 and var at)
            names = [.. names.Where(n => n != call.Arguments.ElementAtOrDefault(at + 1))];
        if (!Looks.Contains(verb) && !Changes.Contains(verb))
            return await call.UnknownAsync(verb, [.. Looks, .. Changes], 1).ConfigureAwait(false);
        if (Changes.Contains(verb) && !call.IsRoot)
            return await call.FailAsync(
                    $"Failed to {verb} {UnitBook.FullName(names.FirstOrDefault() ?? "system")}: Interactive authentication required."
                )
                .ConfigureAwait(false);
        switch (verb)
        {
            case "reboot":
                return await MachinePrograms.RebootAsync(call).ConfigureAwait(false);
            case "daemon-reload":
                return 0;
            case "is-system-running":
                var isDegraded = call.Machine.Units.All.Any(u => u.IsFailed);
                await call.SayAsync(isDegraded ? "degraded" : "running").ConfigureAwait(false);
                return isDegraded ? 1 : 0;
            case "list-units":
                foreach (var unit in call.Machine.Units.All)
                    if (
                        !call.Arguments.Contains("--failed") && !call.Arguments.Contains("--state=failed")
                        || unit.IsFailed
                    )
                        await call.SayAsync($"{unit.Name} loaded {unit.ActiveWord} {Sub(unit)}")
                            .ConfigureAwait(false);
                return 0;
        }
        var code = 0;
        foreach (var name in names)
        {
            var one = await OneAsync(call, verb, name).ConfigureAwait(false);
            code = one == 0 ? code : one;
        }
        return code;
    }

    private static async Task<int> OneAsync(ProgramCall call, string verb, string name)
    {
        if (call.Machine.Units.Find(name) is not { } unit)
            return await MissingAsync(call, verb, name).ConfigureAwait(false);
        var isQuiet = call.Has('q', "quiet");
        switch (verb)
        {
            case "is-active":
                return await WordAsync(call, unit.ActiveWord, unit.IsActive ? 0 : 3, isQuiet)
                    .ConfigureAwait(false);
            case "is-failed":
                return await WordAsync(call, unit.ActiveWord, unit.IsFailed ? 0 : 1, isQuiet)
                    .ConfigureAwait(false);
            case "is-enabled":
                return await WordAsync(
                        call,
                        unit.EnabledWord,
                        unit is { IsEnabled: true, IsMasked: false } ? 0 : 1,
                        isQuiet
                    )
                    .ConfigureAwait(false);
            case "show":
                return await ShowAsync(call, unit).ConfigureAwait(false);
            case "cat":
                await call.SayAsync($"# /lib/systemd/system/{unit.Name}").ConfigureAwait(false);
                return 0;
            case "status":
                await call.SayAsync($"{(unit.IsFailed ? '×' : unit.IsActive ? '●' : '○')} {unit.Name}")
                    .ConfigureAwait(false);
                await call.SayAsync(
                        $"     Loaded: loaded (/lib/systemd/system/{unit.Name}; {unit.EnabledWord})"
                    )
                    .ConfigureAwait(false);
                await call.SayAsync($"     Active: {unit.ActiveWord} ({Sub(unit)})").ConfigureAwait(false);
                return unit.IsActive ? 0 : 3;
            default:
                return await ChangeAsync(call, verb, unit).ConfigureAwait(false);
        }
    }

    private static async Task<int> ChangeAsync(ProgramCall call, string verb, UnitState unit)
    {
        var units = call.Machine.Units;
        var isNow = call.Arguments.Contains("--now");
        switch (verb)
        {
            case "enable" or "disable" or "mask" or "unmask":
                if (verb == "enable" && unit.IsMasked)
                    return await call.FailAsync($"Failed to enable unit: Unit file {unit.Name} is masked.")
                        .ConfigureAwait(false);
                unit = unit with
                {
                    IsEnabled = verb == "enable" || (unit.IsEnabled && verb != "disable"),
                    IsMasked = verb == "mask" || (unit.IsMasked && verb != "unmask"),
                };
                units.Set(unit);
                if (isNow && verb is "disable" or "mask" && isNow)
                    units.Stop(unit);
                return isNow && verb == "enable" ? await StartAsync(call, unit).ConfigureAwait(false) : 0;
            case "stop":
                units.Stop(unit);
                return 0;
            case "kill" when call.Arguments.Contains("TSTP"):
                call.Machine.Workers.Suspended(unit);
                return 0;
            case "kill":
                units.Reload(unit);
                return 0;
            case "reset-failed":
                units.Set(unit with { IsFailed = false });
                return 0;
            case "try-restart" when !unit.IsActive:
                return 0;
            case "start" when unit.IsActive:
                return 0;
            case "reload" when !unit.IsActive:
                return await call.FailAsync($"{unit.Name} is not active, cannot reload.")
                    .ConfigureAwait(false);
            case "reload" or "reload-or-restart" when unit.IsActive:
                return units.Reload(unit) ? 0 : await JobFailedAsync(call, unit).ConfigureAwait(false);
            default:
                return await StartAsync(call, unit).ConfigureAwait(false);
        }
    }

    private static async Task<int> StartAsync(ProgramCall call, UnitState unit) =>
        unit.IsMasked
            ? await call.FailAsync($"Failed to start {unit.Name}: Unit {unit.Name} is masked.")
                .ConfigureAwait(false)
        : call.Machine.Units.Start(unit) ? 0
        : await JobFailedAsync(call, unit).ConfigureAwait(false);

    private static Task<int> JobFailedAsync(ProgramCall call, UnitState unit) =>
        call.FailAsync(
            $"Job for {unit.Name} failed because the control process exited with error code.\n"
                + $"See \"systemctl status {unit.Name}\" and \"journalctl -xeu {unit.Name}\" for details."
        );

    private static async Task<int> ShowAsync(ProgramCall call, UnitState unit)
    {
        var wanted = new List<string>();
        for (var i = 0; i < call.Arguments.Length; i++)
            if (call.Arguments[i] is "-p" or "--property" && i + 1 < call.Arguments.Length)
                wanted.AddRange(call.Arguments[++i].Split(','));
            else if (call.Arguments[i].StartsWith("--property=", StringComparison.Ordinal))
                wanted.AddRange(call.Arguments[i][11..].Split(','));
        foreach (var (name, value) in Properties(unit))
            if (wanted.Count == 0 || wanted.Contains(name))
                await call.SayAsync(call.Arguments.Contains("--value") ? value : $"{name}={value}")
                    .ConfigureAwait(false);
        return 0;
    }

    private static (string Name, string Value)[] Properties(UnitState unit) =>
        [
            ("Id", unit.Name),
            ("LoadState", unit.IsMasked ? "masked" : "loaded"),
            ("ActiveState", unit.ActiveWord),
            ("SubState", Sub(unit)),
            ("UnitFileState", unit.EnabledWord),
            ("FragmentPath", $"/lib/systemd/system/{unit.Name}"),
            ("InvocationID", unit.Invocation),
            ("NRestarts", "0"),
            ("Result", unit.Run?.Result ?? (unit.IsFailed ? "exit-code" : "success")),
            ("ExecMainStatus", $"{unit.Run?.Code ?? (unit.IsFailed ? 1 : 0)}"),
            ("ExecMainCode", unit.Run is { IsSignal: true } ? "2" : "1"),
            (
                "ActiveEnterTimestamp",
                unit.IsActive
                    ? unit.Since.ToString("ddd yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)
                    : ""
            ),
        ];

    private static string Sub(UnitState unit) =>
        unit is { IsActive: true, Run: not null } ? "exited"
        : unit.IsActive ? "running"
        : unit.IsFailed ? "failed"
        : "dead";

    private static async Task<int> WordAsync(ProgramCall call, string word, int code, bool isQuiet)
    {
        if (!isQuiet)
            await call.SayAsync(word).ConfigureAwait(false);
        return code;
    }

    private static async Task<int> MissingAsync(ProgramCall call, string verb, string name)
    {
        call.Machine.Stage.Unknown(
            call.Machine.Name,
            $"the unit {UnitBook.ShortName(name)}",
            call.Machine.Units.All.Select(u => $"the unit {UnitBook.ShortName(u.Name)}")
        );
        var full = UnitBook.FullName(name);
        return verb switch
        {
            "is-active" => await WordAsync(call, "inactive", 4, call.Has('q', "quiet")).ConfigureAwait(false),
            "is-enabled" => await call.FailAsync(
                    $"Failed to get unit file state for {full}: No such file or directory"
                )
                .ConfigureAwait(false),
            "status" => await call.FailAsync($"Unit {full} could not be found.", 4).ConfigureAwait(false),
            "show" => await MachinePrograms
                .SayAsync(call, $"Id={full}\nLoadState=not-found\nActiveState=inactive\nSubState=dead")
                .ConfigureAwait(false),
            _ => await call.FailAsync($"Failed to {verb} {full}: Unit {full} not found.", 5)
                .ConfigureAwait(false),
        };
    }
}
