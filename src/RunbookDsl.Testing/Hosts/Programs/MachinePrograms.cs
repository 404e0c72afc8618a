using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>Programs that tell what a machine is, and those that restart it.</summary>
internal static class MachinePrograms
{
    public static HostProgram[] All { get; } =
    [
        new("true", FilePrograms.No, _ => Task.FromResult(0)),
        new("false", FilePrograms.No, _ => Task.FromResult(1)),
        new("sleep", FilePrograms.No, SleepAsync),
        new("sync", FilePrograms.No, _ => Task.FromResult(0)),
        new("hostname", FilePrograms.No, c => SayAsync(c, c.Machine.Name)),
        new("whoami", FilePrograms.No, c => SayAsync(c, c.User)),
        new("id", FilePrograms.No, IdAsync),
        new("pwd", FilePrograms.No, c => SayAsync(c, c.Session.Folder)),
        new("uname", FilePrograms.No, UnameAsync),
        new("uptime", FilePrograms.No, UptimeAsync),
        new("date", FilePrograms.No, DateAsync),
        new("df", FilePrograms.No, DfAsync),
        new("env", FilePrograms.No, EnvAsync) { Carries = CarryingPrograms.AfterAssignments },
        new("which", FilePrograms.No, WhichAsync),
        new("reboot", FilePrograms.Yes, RebootAsync),
        new("shutdown", FilePrograms.Yes, ShutdownAsync),
    ];

    /// <summary>The machine goes down under the program that asked.</summary>
    public static async Task<int> RebootAsync(ProgramCall call)
    {
        if (!call.IsRoot)
            return await call.FailAsync(
                    "Failed to set wall message, ignoring: Interactive authentication required.\n"
                        + "Call to Reboot failed: Interactive authentication required."
                )
                .ConfigureAwait(false);
        call.Machine.Reboot();
        call.Shell.Cancellation.ThrowIfCancellationRequested();
        return 0;
    }

    public static async Task<int> SayAsync(ProgramCall call, string line)
    {
        await call.SayAsync(line).ConfigureAwait(false);
        return 0;
    }

    private static Task<int> ShutdownAsync(ProgramCall call) =>
        call.Has('r') ? RebootAsync(call) : call.UnknownAsync(string.Join(' ', call.Arguments), ["-r now"]);

    private static async Task<int> SleepAsync(ProgramCall call)
    {
        var total = TimeSpan.Zero;
        foreach (var word in call.Operands)
        {
            var unit = word[^1] switch
            {
                'm' => 60,
                'h' => 3600,
                'd' => 86400,
                _ => 1,
            };
            var number = char.IsAsciiLetter(word[^1]) ? word[..^1] : word;
            if (
                !double.TryParse(number, CultureInfo.InvariantCulture, out var seconds)
                || seconds is < 0 or > 1e7
            )
                return await call.FailAsync($"sleep: invalid time interval '{word}'").ConfigureAwait(false);
            total += TimeSpan.FromSeconds(seconds * unit);
        }
        await ScriptedRun.SleepAsync(call.Shell, total).ConfigureAwait(false);
        return 0;
    }

    private static Task<int> IdAsync(ProgramCall call)
    {
        var (who, number) = (call.Operands.FirstOrDefault() ?? call.User, 0);
        if (call.Machine.Users.Find(who) is not { } user)
            return call.FailAsync($"id: '{who}': no such user");
        number = user.Number;
        if (call.Has('g') || call.Has('G'))
            return SayAsync(call, call.Has('n') ? who : $"{number}");
        return SayAsync(
            call,
            call.Has('u') && call.Has('n') ? who
                : call.Has('u') ? $"{number}"
                : $"uid={number}({who}) gid={number}({who}) groups={number}({who})"
        );
    }

    private static Task<int> UnameAsync(ProgramCall call)
    {
        const string Release = "6.1.0-18-amd64";
        return SayAsync(
            call,
            call.Has('a') ? $"Linux {call.Machine.Name} {Release} #1 SMP Debian x86_64 GNU/Linux"
                : call.Has('r') ? Release
                : call.Has('n') ? call.Machine.Name
                : call.Has('m') ? "x86_64"
                : "Linux"
        );
    }

    private static Task<int> UptimeAsync(ProgramCall call)
    {
        var (now, since) = (call.Machine.Stage.Clock.GetUtcNow(), call.Machine.BootedAt);
        if (call.Has('s', "since"))
            return SayAsync(call, since.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        var minutes = (int)(now - since).TotalMinutes;
        var time = now.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return SayAsync(call, $" {time} up {minutes} min,  0 users,  load average: 0.00, 0.00, 0.00");
    }

    private static Task<int> DateAsync(ProgramCall call)
    {
        var now = call.Machine.Stage.Clock.GetUtcNow();
        var format = call.Arguments.FirstOrDefault(a => a[0] == '+') ?? "+%a %b %e %H:%M:%S UTC %Y";
        var text = format[1..]
            .Replace("%F", "%Y-%m-%d", StringComparison.Ordinal)
            .Replace("%T", "%H:%M:%S", StringComparison.Ordinal);
        foreach (
            var (sign, net) in (ReadOnlySpan<(string, string)>)
                [
                    ("%Y", "yyyy"),
                    ("%m", "MM"),
                    ("%d", "dd"),
                    ("%H", "HH"),
                    ("%M", "mm"),
                    ("%S", "ss"),
                    ("%a", "ddd"),
                    ("%b", "MMM"),
                    ("%Z", "'UTC'"),
                    ("%z", "'+0000'"),
                ]
        )
            text = text.Replace(
                sign,
                now.ToString(net, CultureInfo.InvariantCulture),
                StringComparison.Ordinal
            );
        text = text.Replace("%e", $"{now.Day, 2}", StringComparison.Ordinal)
            .Replace("%s", $"{now.ToUnixTimeSeconds()}", StringComparison.Ordinal)
            .Replace("%N", "000000000", StringComparison.Ordinal);
        return text.Contains('%', StringComparison.Ordinal)
            ? call.UnknownAsync(format, ["+%FT%TZ", "+%s"])
            : SayAsync(call, text);
    }

    private static async Task<int> DfAsync(ProgramCall call)
    {
        var (all, free) = (call.Machine.Spec.DiskBytes / 1024, call.Machine.Spec.DiskFreeBytes / 1024);
        var percent = all == 0 ? 0 : (all - free) * 100 / all;
        var (head, values) =
            call.Has('h') ? ("Size  Used Avail Use%", $"{Round(all)}  {Round(all - free)}  {Round(free)}")
            : call.Has('P') ? ("1024-blocks Used Available Capacity", $"{all} {all - free} {free}")
            : ("1K-blocks  Used Avail Use%", $"{all} {all - free} {free}");
        await call.SayAsync($"Filesystem     {head} Mounted on").ConfigureAwait(false);
        await call.SayAsync($"/dev/sda1      {values}  {percent}% /").ConfigureAwait(false);
        return 0;
    }

    private static string Round(long blocks) =>
        string.Create(CultureInfo.InvariantCulture, $"{blocks / 1024.0 / 1024.0:0.0}G");

    private static async Task<int> EnvAsync(ProgramCall call)
    {
        var session = call.Session.Copy();
        var before = CarryingPrograms.AfterAssignments(call.Arguments);
        foreach (var word in call.Arguments.Take(before))
            if (word.Split('=', 2) is [var name, var value])
                session.Set(name, value);
        if (before < call.Arguments.Length)
            return await call
                .Shell.WordsAsync([.. call.Arguments.Skip(before)], session, call.Streams)
                .ConfigureAwait(false);
        foreach (var (name, value) in session.Variables.OrderBy(v => v.Key, StringComparer.Ordinal))
            await call.SayAsync($"{name}={value}").ConfigureAwait(false);
        return 0;
    }

    private static Task<int> WhichAsync(ProgramCall call) =>
        call.Shell.WordsAsync(["command", "-v", .. call.Operands.Take(1)], call.Session, call.Streams);
}
