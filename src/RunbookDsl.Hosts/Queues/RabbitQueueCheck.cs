using System.Text.Json;

namespace RunbookDsl.Hosts;

/// <summary>Asserts that queues of RabbitMQ are empty; see <see cref="HostRabbit.AssertEmpty"/>.</summary>
public sealed record RabbitQueueCheck : HostCheck
{
    internal RabbitQueueCheck(HostRabbit rabbit, string[] queues)
        : base(rabbit.Host) => (Rabbit, Queues) = (rabbit, QueueNames.Checked(queues));

    /// <summary>Whose queues.</summary>
    public HostRabbit Rabbit { get; }

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Queues { get; }

    /// <summary>How long it is waited for; zero is one look.</summary>
    public TimeSpan Within { get; init; }

    /// <inheritdoc/>
    public override string Kind => "Rabbit.AssertEmpty";

    /// <inheritdoc/>
    public override string Description =>
        $"nothing waits in {string.Join(", ", Queues)} of {Rabbit}"
        + (Within > TimeSpan.Zero ? $" within {UnitCheck.Text(Within)}" : "");

    /// <inheritdoc/>
    public override string Warning =>
        "Empty now is empty for good only when nobody publishes: stop who does, first";

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Facts =>
        [
            .. base.Facts,
            new("virtual host", Rabbit.VirtualHost),
            new("queues", string.Join(", ", Queues)),
            .. Within > TimeSpan.Zero ? [new("within", UnitCheck.Text(Within))] : Array.Empty<Fact>(),
        ];

    /// <inheritdoc/>
    public override Task<Verdict> RunAsync(StepContext context, CancellationToken cancellation) =>
        QueueNames.WithinAsync(context, Within, () => OnceAsync(context, cancellation), cancellation);

    private async Task<Verdict> OnceAsync(StepContext context, CancellationToken cancellation)
    {
        var call = new HostCall(
            Host,
            $"ask for the queues of {Rabbit.VirtualHost}",
            [
                .. (string[])["rabbitmqctl", "--quiet", "--formatter", "json"],
                .. (string[])["-p", Rabbit.VirtualHost, "list_queues", "name", "messages"],
            ]
        )
        {
            AsRoot = true,
        };
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        var there = Read(said.Output);
        if (there is null)
            return Verdict.Fail(
                $"rabbitmqctl on {Host} said what nobody understands. {Said.Of("", said.Output)}"
            );
        foreach (var queue in Queues)
            if (!there.ContainsKey(queue))
                return Verdict.Fail(
                    $"{Rabbit} has no queue {queue} in {Rabbit.VirtualHost}; it has {Known(there)}"
                );
        return QueueNames.Judge([.. Queues.Select(q => (q, there[q]))], $"{Rabbit}");
    }

    private static string Known(Dictionary<string, long> there) =>
        there.Count == 0
            ? "none: does its node have the name that it had when they were made?"
            : string.Join(", ", there.Keys.Order(StringComparer.Ordinal).Take(10));

    private static Dictionary<string, long>? Read(string output)
    {
        try
        {
            using var document = JsonDocument.Parse(output, new() { MaxDepth = 4 });
            var queues = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var queue in document.RootElement.EnumerateArray())
                queues[queue.GetProperty("name").GetString()!] = queue.GetProperty("messages").GetInt64();
            return queues;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }
}
