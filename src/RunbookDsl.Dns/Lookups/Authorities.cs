using System.Collections.Immutable;

namespace RunbookDsl.Dns;

/// <summary>Asks the servers that answer for a name, each of them.</summary>
internal sealed class Authorities(StepContext context)
{
    private const int MostServers = 16;
    private readonly INameLookup _lookup = context.Port<INameLookup>();

    /// <summary>
    /// Answers of all servers of the zone that holds the name, in the order of their names.
    /// </summary>
    /// <exception cref="OperationFailedException">The servers cannot be found, or one does not
    /// answer.</exception>
    public async Task<IReadOnlyList<NameAnswer>> AskAsync(
        string name,
        string type,
        CancellationToken cancellation
    )
    {
        var answers = new List<NameAnswer>();
        foreach (var server in await ServersAsync(name, cancellation).ConfigureAwait(false))
            answers.Add(
                await _lookup
                    .AskAsync(new(name, type) { Server = server }, cancellation)
                    .ConfigureAwait(false)
            );
        return answers;
    }

    // The nearest zone that holds the name is found from the name upwards.
    private async Task<ImmutableArray<string>> ServersAsync(string name, CancellationToken cancellation)
    {
        for (
            var zone = name;
            zone.Contains('.', StringComparison.Ordinal);
            zone = zone[(zone.IndexOf('.') + 1)..]
        )
        {
            var answer = await _lookup.AskAsync(new(zone, "NS"), cancellation).ConfigureAwait(false);
            var servers = answer
                .Records.Where(r => r.Type == "NS" && r.Name == zone)
                .Select(r => r.Content)
                .Order(StringComparer.Ordinal)
                .Take(MostServers);
            if (servers.ToImmutableArray() is { Length: > 0 } found)
                return found;
        }
        throw new OperationFailedException(
            $"no server that answers for {name} could be found through the resolver of this machine",
            retryable: true
        );
    }
}
