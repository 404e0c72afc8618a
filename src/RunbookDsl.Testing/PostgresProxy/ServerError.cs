namespace RunbookDsl.Testing;

/// <summary>The errors a fault stands for.</summary>
internal static class ServerError
{
    private const string LockNotAvailable = "55P03";
    private const string TooManyConnections = "53300";

    /// <summary>What the server says to a statement that was cancelled.</summary>
    public static InjectedError Cancelled { get; } = new("57014", "canceling statement due to user request");

    /// <summary>What is not sent on at all: "feature not supported".</summary>
    public static InjectedError Refused(string why) => new("0A000", why);

    /// <summary>The error of a fault at a statement.</summary>
    public static InjectedError Of(FaultAction fault, StatementCall call)
    {
        var common = fault.Kind == FaultKind.RateLimited ? TooManyConnections : LockNotAvailable;
        var state = fault.Code is { Length: 5 } code ? code : common;
        return new(state, $"injected: {Meaning(state)} at {call.Statement.Operation}");
    }

    private static string Meaning(string state) =>
        state switch
        {
            "57P01" => "terminating connection due to administrator command",
            "57014" => "canceling statement due to user request",
            "40001" => "could not serialize access due to concurrent update",
            "40P01" => "deadlock detected",
            LockNotAvailable => "could not obtain lock",
            TooManyConnections => "sorry, too many clients already",
            "25006" => "cannot execute in a read-only transaction",
            "53100" => "could not extend file: No space left on device",
            _ => $"SQLSTATE {state}",
        };
}
