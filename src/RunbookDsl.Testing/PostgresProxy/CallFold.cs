using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>
/// Keeps one connection that asks the same thing over and over from filling the log: after a thousand calls
/// of one operation one more entry stands for all the rest, and faults no longer count them.
/// </summary>
internal sealed class CallFold
{
    private const int Most = 1000;
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CallTicket> _rest = new(StringComparer.Ordinal);

    /// <summary>The ticket of a call; null when it is one of the folded.</summary>
    public CallTicket? Enter(Stage stage, WorldCall call)
    {
        var count = _counts[call.Operation] = _counts.GetValueOrDefault(call.Operation) + 1;
        if (count <= Most)
            return stage.Enter(call);
        if (count == Most + 1)
        {
            var rest = stage.Enter(
                call with
                {
                    IsChange = false,
                    Subject = "",
                    Text = $"{call.Operation} and so on, more than {Most} times",
                }
            );
            // It stands for many: time goes on between them.
            rest.Dispose();
            _rest[call.Operation] = rest;
        }
        return null;
    }

    /// <summary>The connection has ended.</summary>
    public void End()
    {
        foreach (var (operation, ticket) in _rest)
            ticket.Answered(string.Create(CultureInfo.InvariantCulture, $"{_counts[operation] - Most} more"));
        _rest.Clear();
    }
}
