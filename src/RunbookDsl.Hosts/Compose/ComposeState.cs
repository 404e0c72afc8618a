using System.Text.Json;

namespace RunbookDsl.Hosts;

/// <summary>The services of a project, by how they are.</summary>
internal sealed record ComposeState(IReadOnlyDictionary<string, string> Services)
{
    private const string Fine = "running";

    public IReadOnlyList<string> Running =>
        [.. Services.Where(s => s.Value.StartsWith(Fine, StringComparison.Ordinal)).Select(s => s.Key)];

    public IReadOnlyList<string> Down => [.. Services.Keys.Except(Running)];

    /// <summary>Those that do not run, or run and are not healthy.</summary>
    public IReadOnlyList<string> Wrong =>
        [
            .. Services
                .Where(s => s.Value is not (Fine or "running (healthy)"))
                .Select(s => $"{s.Key} is {s.Value}"),
        ];

    public string Shown => string.Join(", ", Services.Select(s => $"{s.Key} {s.Value}"));

    public static HostCall Call(HostCompose compose, string what, params string[] words) =>
        new(
            compose.Host,
            $"{what} {compose.Folder}",
            ["docker", "compose", "--project-directory", compose.Folder, .. words]
        )
        {
            AsRoot = true,
        };

    public static async Task<ComposeState> ReadAsync(
        StepContext context,
        HostCompose compose,
        CancellationToken cancellation
    )
    {
        var wanted = await Call(compose, "read the services of", "config", "--services")
            .AskAsync(context, cancellation)
            .ConfigureAwait(false);
        var listed = await Call(compose, "list the containers of", "ps", "-a", "--format", "json")
            .AskAsync(context, cancellation)
            .ConfigureAwait(false);
        var services = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in wanted.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            services[name.Trim()] = "absent";
        try
        {
            foreach (var (name, state) in Read(listed.Output))
                // Of several containers of a service the worst counts.
                if (
                    services.GetValueOrDefault(name) is { } known
                    && known is "absent" or Fine or "running (healthy)"
                )
                    services[name] = state;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new OperationFailedException(
                $"docker compose on {compose.Host} listed containers in a form nobody understands: {e.Message}"
            );
        }
        return new(services);
    }

    // One object a line since 2.21, one array before.
    private static IEnumerable<(string Name, string State)> Read(string output)
    {
        var lines = output.TrimStart().StartsWith('[') ? [output] : output.Split('\n');
        foreach (var line in lines)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            JsonElement[] all = root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : [root];
            foreach (var container in all)
            {
                var health = Text(container, "Health");
                yield return (
                    Text(container, "Service"),
                    Text(container, "State") + (health.Length > 0 ? $" ({health})" : "")
                );
            }
        }
    }

    private static string Text(JsonElement container, string name) =>
        container.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
