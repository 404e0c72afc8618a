namespace RunbookDsl.Testing.Apis;

/// <summary>One request on its route, while a fake answers it.</summary>
/// <param name="Request">The request.</param>
/// <param name="Values">What stood in the braces of the route.</param>
/// <param name="Ticket">Takes down what the call did.</param>
public sealed record ApiCall(
    ApiRequest Request,
    IReadOnlyDictionary<string, string> Values,
    CallTicket Ticket
)
{
    /// <summary>What stood in the route's braces of this name.</summary>
    public string this[string name] => Values[name];

    /// <summary>Notes that the effect has happened; see <see cref="CallTicket.Applied"/>.</summary>
    public void Applied(string before, string after) => Ticket.Applied(before, after);
}
