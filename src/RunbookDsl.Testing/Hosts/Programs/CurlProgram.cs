using System.Text.RegularExpressions;

namespace RunbookDsl.Testing;

/// <summary>
/// <c>curl</c> of a machine to its own nginx: the maintenance switch is understood, everything else that is
/// served is 200.
/// </summary>
internal static partial class CurlProgram
{
    private static readonly string[] WithValue =
    [
        "-o",
        "-D",
        "-X",
        "-H",
        "-m",
        "--max-time",
        "--connect-to",
        "--resolve",
    ];

    public static HostProgram[] All { get; } = [new("curl", FilePrograms.No, RunAsync)];

    private static async Task<int> RunAsync(ProgramCall call)
    {
        var (method, output, head, own, urls) = ("GET", "-", "", false, new List<string>());
        for (var i = 0; i < call.Arguments.Length; i++)
        {
            var word = call.Arguments[i];
            var value = WithValue.Contains(word) ? call.Arguments.ElementAtOrDefault(++i) ?? "" : "";
            method = word == "-X" ? value : method;
            output = word == "-o" ? value : output;
            head = word == "-D" ? value : head;
            own |=
                word is "--connect-to" or "--resolve"
                && value.Contains("127.0.0.1", StringComparison.Ordinal);
            if (word[0] != '-')
                urls.Add(word);
        }
        if (urls is not [var url] || !(own || IsOwn(url)))
            return await call.UnknownAsync(
                    string.Join(' ', call.Arguments),
                    ["--connect-to ::127.0.0.1: https://name/", "http://127.0.0.1/"]
                )
                .ConfigureAwait(false);
        if (call.Machine.Units.Find("nginx") is not { IsActive: true })
            return await call.FailAsync("curl: (7) Failed to connect to 127.0.0.1", 7).ConfigureAwait(false);
        var (status, wait, body) = Answer(call.Machine);
        var (words, headers) = (
            status == 200 ? "200 OK" : "503 Service Temporarily Unavailable",
            wait is null ? "" : $"Retry-After: {wait}\r\n"
        );
        if (head == "-")
            await ShellRun
                .SayAsync(call.Streams.Out, $"HTTP/1.1 {words}\r\n{headers}\r\n")
                .ConfigureAwait(false);
        if (output == "-" && method != "HEAD")
            await ShellRun.SayAsync(call.Streams.Out, body).ConfigureAwait(false);
        return 0;
    }

    private static bool IsOwn(string url) =>
        url.Contains("//127.0.0.1", StringComparison.Ordinal)
        || url.Contains("//localhost", StringComparison.Ordinal);

    /// <summary>What its nginx answers: the page, and how long to wait where it says so.</summary>
    public static (int Status, string? Wait, string Body) Answer(HostMachine machine)
    {
        var config = machine.Nginx.Serving ?? "";
        var flag = Flag().Match(config);
        if (
            !flag.Success
            || !config.Contains("if ($rb_maint) { return 503; }", StringComparison.Ordinal)
            || machine.Files.Find(flag.Groups[1].Value) is null
        )
            return (200, null, $"{machine.Name}\n");
        var wait = Wait().Match(config);
        var page = Page().Match(config) is { Success: true } root
            ? machine.Files.Find($"{root.Groups[1].Value}/maintenance.html")?.Text
            : null;
        return (
            503,
            page is not null && wait.Success ? wait.Groups[1].Value : null,
            page ?? "503 Service Temporarily Unavailable\n"
        );
    }

    [GeneratedRegex(@"if \(-f ([^)]+)\) \{ set \$rb_maint 1; \}")]
    private static partial Regex Flag();

    [GeneratedRegex(@"add_header Retry-After (\d+) always;")]
    private static partial Regex Wait();

    [GeneratedRegex(@"location = /maintenance\.html \{[^}]*root ([^;]+);")]
    private static partial Regex Page();
}
