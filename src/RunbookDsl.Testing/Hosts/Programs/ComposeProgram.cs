namespace RunbookDsl.Testing;

/// <summary><c>docker compose</c> and <c>docker-compose</c>, and <c>docker ps</c>.</summary>
internal static class ComposeProgram
{
    private static readonly string[] Looks = ["ps", "logs", "config", "images"];
    private static readonly string[] Changes = ["up", "down", "pull", "restart", "stop", "start", "rm"];

    public static HostProgram[] All { get; } =
    [
        new("docker", a => IsChange(a is ["compose", .. var rest] ? rest : a), DockerAsync)
        {
            Needs = "docker",
        },
        new("docker-compose", IsChange, c => ComposeAsync(c, c.Arguments)) { Needs = "docker" },
    ];

    private static bool IsChange(string[] words) => Changes.Contains(Split(words, "/").Verb);

    private static Task<int> DockerAsync(ProgramCall call) =>
        call.Arguments is ["compose", .. var rest] ? ComposeAsync(call, rest)
        : call.Arguments is ["ps", ..]
            ? ListAsync(call, [.. call.Machine.Compose.All.Where(s => s.IsRunning)])
        : call.UnknownAsync(string.Join(' ', call.Arguments), ["compose ps", "compose up -d", "ps"]);

    private static (string Folder, string Verb, string[] Services) Split(string[] words, string folder)
    {
        var at = 0;
        for (; at < words.Length && words[at].StartsWith('-'); at++)
            if (words[at] is "-f" or "--file" && at + 1 < words.Length)
                folder = FileTree.ParentOf(FileTree.Absolute(words[++at], folder));
            else if (words[at] is "--project-directory" && at + 1 < words.Length)
                folder = FileTree.Absolute(words[++at], folder);
            else if (words[at] is "-p" or "--project-name")
                at++;
        return (folder, words.ElementAtOrDefault(at) ?? "", Names([.. words.Skip(at + 1)]));
    }

    private static string[] Names(string[] words) =>
        [
            .. words.Where(
                (w, i) => w[0] != '-' && (i == 0 || words[i - 1] is not ("--format" or "--wait-timeout"))
            ),
        ];

    private static async Task<int> ComposeAsync(ProgramCall call, string[] words)
    {
        var (folder, verb, names) = Split(words, call.Session.Folder);
        var all = call.Machine.Compose.All.Where(s => s.Folder == call.Files.Resolve(folder)).ToArray();
        if (all.Length == 0)
            return await call.FailAsync("no configuration file provided: not found", 14)
                .ConfigureAwait(false);
        foreach (var name in names.Where(n => all.All(s => s.Name != n)))
            return await call.FailAsync($"no such service: {name}").ConfigureAwait(false);
        ComposeState[] meant = [.. all.Where(s => names.Length == 0 || names.Contains(s.Name))];
        if (verb == "config" && words.Contains("--services"))
        {
            foreach (var service in all)
                await call.SayAsync(service.Name).ConfigureAwait(false);
            return 0;
        }
        if (verb == "ps")
            return await ListAsync(
                    call,
                    [.. meant.Where(s => s.IsRunning || (s.IsThere && words.Contains("-a")))]
                )
                .ConfigureAwait(false);
        if (verb is "logs" or "config" or "images")
            return 0;
        if (!Changes.Contains(verb))
            return await call.UnknownAsync(
                    $"compose {verb}",
                    [.. Looks.Concat(Changes).Select(v => $"compose {v}")]
                )
                .ConfigureAwait(false);
        if (verb == "up" && !words.Contains("-d") && !words.Contains("--detach"))
            return await call.UnknownAsync("compose up without -d", ["compose up -d"]).ConfigureAwait(false);
        foreach (var service in meant)
        {
            var changed = Change(service, verb, words.Contains("always"));
            call.Machine.Compose.Set(changed);
            if (changed != service)
                await call.FailAsync($" Container {service.Name}  {Said(verb)}").ConfigureAwait(false);
        }
        return 0;
    }

    private static ComposeState Change(ComposeState service, string verb, bool pulls) =>
        verb switch
        {
            "pull" => service with { Pulled = service.Pushed },
            "up" => service with
            {
                IsThere = true,
                IsRunning = true,
                Pulled = pulls ? service.Pushed : service.Pulled,
                Build = pulls ? service.Pushed : service.Pulled,
            },
            "down" or "rm" => service with { IsThere = false, IsRunning = false },
            "stop" => service with { IsRunning = false },
            _ => service with { IsRunning = service.IsThere },
        };

    private static string Said(string verb) =>
        verb switch
        {
            "pull" => "Pulled",
            "up" or "start" or "restart" => "Started",
            "stop" => "Stopped",
            _ => "Removed",
        };

    private static async Task<int> ListAsync(ProgramCall call, ComposeState[] services)
    {
        if (call.Has('q', "quiet"))
        {
            foreach (var service in services)
                await call.SayAsync(service.Name).ConfigureAwait(false);
            return 0;
        }
        if (call.Arguments.Contains("json"))
        {
            foreach (var service in services)
                await call.SayAsync(
                        $"{{\"Service\":\"{service.Name}\",\"State\":\"{(service.IsRunning ? "running" : "exited")}\",\"Health\":\"\"}}"
                    )
                    .ConfigureAwait(false);
            return 0;
        }
        await call.SayAsync("NAME IMAGE SERVICE STATUS").ConfigureAwait(false);
        foreach (var service in services)
            await call.SayAsync(
                    $"{FileTree.NameOf(service.Folder)}-{service.Name}-1 {service.Image} {service.Name} {(service.IsRunning ? "Up" : "Exited (0)")}"
                )
                .ConfigureAwait(false);
        return 0;
    }
}
